#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""house.py [--potfiles] SOURCE-ROOT: checks the tree against the rules of the house and prints what breaks them.
With --potfiles, prints the files that belong into po/POTFILES instead.

Each rule is a function from the root of a source tree to messages. The layers stand as data below; README.md has the
same table for people.
"""
import pathlib
import re
import sys

# folder under src/: (the folders it may include, the libraries it may include). A row includes what its own rows
# include, downward; every row has GLib and the C library.
LAYERS = {
    'base': ([], []),
    'nn': (['base'], ['openblas']),
    'formats': (['base'], ['gio', 'matio', 'json-glib', 'libzip']),
    'datasets': (['base', 'formats'], ['gdk-pixbuf']),
    'models': (['nn', 'formats', 'datasets'], []),
    'train': (['nn', 'datasets', 'formats', 'models'], []),
    'analysis': (['nn', 'datasets', 'models'], []),
    'plot': (['base'], ['gio', 'cairo', 'pango']),
    'session': (['train', 'analysis'], ['gio']),
    'figures': (['session', 'plot'], []),
    'cli': (['figures'], []),
    'widgets': (['plot'], ['gtk']),
    'views': (['figures', 'widgets'], ['gtk', 'adwaita']),
    'app': (['views', 'cli'], []),
}

# The first match names the library of a header in angle brackets.
LIBRARIES = [
    ('gio', r'gio/'),
    ('glib', r'(glib|glib-object|glib-unix|gmodule)\.h$|glib/|gobject/'),
    ('openblas', r'(cblas|lapacke|openblas_config)\.h$'),
    ('matio', r'matio\.h$'),
    ('json-glib', r'json-glib/'),
    ('libzip', r'zip(conf)?\.h$'),
    ('cairo', r'cairo[a-z0-9-]*\.h$'),
    ('pango', r'pango/'),
    ('gdk-pixbuf', r'gdk-pixbuf/'),
    ('adwaita', r'adwaita\.h$'),
    ('gtk', r'(gtk|gdk|gsk)/|graphene[a-z-]*\.h$'),
    ('c', r'sys/[a-z]+\.h$'
          r'|(assert|cpuid|ctype|dirent|errno|fcntl|float|immintrin|inttypes|libintl|limits|locale|math'
          r'|pthread|sched|setjmp|signal|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string'
          r'|strings|time|unistd|x86intrin)\.h$'),
]
EVERYWHERE = {'glib', 'c'}

# Libraries that do not go up with the row that uses them: only these files may.
CONFINED = {
    'cairo': re.compile(r'(plot|figures|cli|widgets|views|app)/'),
    'gdk-pixbuf': re.compile(r'datasets/|(widgets|views|app)/'),
}
GTK_BRINGS = {'cairo', 'pango', 'gdk-pixbuf', 'gio'}

# Folders that may neither print nor end the process.
SILENT = ('nn', 'formats', 'datasets', 'models', 'train', 'analysis', 'plot', 'session', 'figures')
LOUD = re.compile(r'\b(g_print|g_printerr|printf|puts|putchar|perror|exit|_exit|abort|g_error)\s*\(')

VAGUE = {'utils', 'util', 'utilities', 'helpers', 'helper', 'misc', 'common', 'manager', 'stuff', 'functions'}
MAX_LINES = 600
MAX_COLUMNS = 120
LICENSE = 'SPDX-License-Identifier: GPL-3.0-or-later'
UNFINISHED = re.compile(r'\b(TO' r'DO|FIX' r'ME|X' r'XX)\b')

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+(<[^>]+>|"[^"]+")', re.M)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
TRANSLATABLE_C = re.compile(r'(?<![A-Za-z0-9_])(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2|gettext)\s*\(')
TRANSLATABLE_UI = re.compile(r'translatable="(yes|true|1)"')
MERGED_DATA = ('.desktop.in', '.metainfo.xml.in', '.mime.xml.in', '.gschema.xml')


def files(root, folders, suffixes):
    """Paths relative to root, sorted."""
    found = []
    for folder in folders:
        for path in (root / folder).rglob('*'):
            if path.is_file() and path.name.endswith(suffixes) and '__pycache__' not in path.parts:
                found.append(path.relative_to(root))
    return sorted(found)


def text_of(root, path):
    return (root / path).read_text(encoding='utf-8')


def scripts(root):
    return [path for path in files(root, ['tools', '.ci'], '') if path.suffix != '.supp']


def without_comments_and_strings(text):
    """The same lines, for searching in code alone."""
    return COMMENT_OR_STRING.sub(lambda match: '""' + '\n' * match.group().count('\n'), text)


def line_of(text, match):
    return text.count('\n', 0, match.start()) + 1


def closure(layer):
    """The folders and libraries that a folder may include, downward."""
    folders, libraries = LAYERS[layer]
    folders, libraries = {layer, *folders}, set(libraries) | EVERYWHERE
    for below in LAYERS[layer][0]:
        more_folders, more_libraries = closure(below)
        folders |= more_folders
        libraries |= more_libraries
    if 'gtk' in libraries:
        libraries |= GTK_BRINGS
    return folders, libraries


def library_of(header):
    return next((name for name, pattern in LIBRARIES if re.match(pattern, header)), None)


def include_error(path, layer, include):
    """What is wrong with one include of the file src/path, or None."""
    folders, libraries = closure(layer)
    header = include[1:-1]
    if include[0] == '"':
        if '/' not in header:
            return 'write it relative to src/, with its folder'
        if header.split('/')[0] not in folders:
            return f'{layer}/ may include {", ".join(sorted(folders))}'
        return None
    library = library_of(header)
    if library is None:
        return 'no library of the table in tests/meta/house.py has this header'
    if library not in libraries:
        return f'{layer}/ may use {", ".join(sorted(libraries))}'
    if library in CONFINED and not CONFINED[library].match(path):
        return f'{library} may be used in {CONFINED[library].pattern} alone'
    return None


def rule_layers(root):
    """Every #include, and every library that a folder links, is in the folder's row."""
    for path in files(root, ['src'], ('.c', '.h')):
        inside = path.relative_to('src')
        layer = inside.parts[0]
        if layer not in LAYERS or len(inside.parts) == 1:
            yield f'{path}: not in a folder of the table in tests/meta/house.py'
            continue
        text = text_of(root, path)
        for match in INCLUDE.finditer(text):
            error = include_error(inside.as_posix(), layer, match.group(1))
            if error:
                yield f'{path}:{line_of(text, match)}: #include {match.group(1)}: {error}'
    for path in files(root, ['src'], 'meson.build'):
        layer = path.parts[1]
        if layer not in LAYERS:
            continue
        for name in re.findall(r'\b(\w+)_(?:dep|lib)\b', text_of(root, path)):
            if name in LAYERS and name not in closure(layer)[0]:
                yield f'{path}: {layer}/ may not link {name}/'


def rule_image_decoding_in_one_file(root):
    users = [str(path) for path in files(root, ['src/datasets'], '.c') if '<gdk-pixbuf/' in text_of(root, path)]
    if len(users) > 1:
        yield f'images are decoded in one file, not in {", ".join(users)}'


def rule_lower_layers_are_silent(root):
    for path in files(root, ['src'], ('.c', '.h')):
        if path.parts[1] not in SILENT:
            continue
        text = without_comments_and_strings(text_of(root, path))
        for match in LOUD.finditer(text):
            yield f'{path}:{line_of(text, match)}: {match.group(1)}: nothing below cli/ prints or ends the process'


def rule_sizes(root):
    for path in files(root, ['src', 'tests', 'ui', 'resources'], ('.c', '.h', '.py', '.ui', '.css')) + scripts(root):
        lines = text_of(root, path).split('\n')
        if len(lines) - 1 > MAX_LINES:
            yield f'{path}: {len(lines) - 1} lines; {MAX_LINES} at most'
        if path.suffix == '.ui':
            continue
        for number, line in enumerate(lines, 1):
            if len(line) > MAX_COLUMNS:
                yield f'{path}:{number}: {len(line)} columns; {MAX_COLUMNS} at most'


def rule_file_names(root):
    for path in files(root, ['src', 'tests', 'ui', 'data', 'resources'], ''):
        if VAGUE & set(re.split(r'[-_.]', path.name)):
            yield f'{path}: the name does not say what is inside'


def rule_license_lines(root):
    for path in files(root, ['src', 'tests', 'resources'], ('.c', '.h', '.css', '.py')) + scripts(root):
        first = text_of(root, path).split('\n')[:2]
        if path.suffix in ('.c', '.h') and first[0] != f'/* {LICENSE} */':
            yield f'{path}:1: must be /* {LICENSE} */'
        elif not any(LICENSE in line for line in first):
            yield f'{path}: no "{LICENSE}" in the first two lines'


def rule_nothing_unfinished(root):
    folders = ['src', 'tests', 'ui', 'data', 'resources', 'po', 'tools']
    suffixes = ('.c', '.h', '.py', '.ui', '.css', '.xml', '.in', '.build', '.percept', '.sh', 'run', 'check')
    for path in files(root, folders, suffixes):
        for number, line in enumerate(text_of(root, path).split('\n'), 1):
            match = UNFINISHED.search(line)
            if match:
                yield f'{path}:{number}: {match.group()}'


def rule_everything_is_built(root):
    """A source that no meson.build names, or a .ui that no resource names, is dead."""
    for path in files(root, ['src', 'tests'], '.c'):
        names = [path.name, path.stem, re.sub(r'^(test|fuzz)-', '', path.stem)]
        builds = [folder / 'meson.build' for folder in path.parents if (root / folder / 'meson.build').is_file()][:2]
        text = ''.join(re.sub(r'#.*', '', text_of(root, build)) for build in builds)
        if not any(re.search(rf"'([a-z-]+/)*{re.escape(name)}'", text) for name in names):
            yield f'{path}: in no meson.build'
    resources = ''.join(text_of(root, path) for path in files(root, ['resources', 'src', 'data'], '.gresource.xml'))
    for path in files(root, ['ui'], '.ui'):
        if path.name not in resources:
            yield f'{path}: in no .gresource.xml'


def is_translatable(root, path):
    if path.name.endswith(MERGED_DATA):
        return True
    text = text_of(root, path)
    if path.suffix == '.ui':
        return bool(TRANSLATABLE_UI.search(text))
    return bool(TRANSLATABLE_C.search(without_comments_and_strings(text)))


def translatable_files(root):
    candidates = files(root, ['src', 'ui'], ('.c', '.h', '.ui')) + files(root, ['data'], MERGED_DATA)
    return sorted(path.as_posix() for path in candidates if is_translatable(root, path))


def rule_potfiles(root):
    lines = [line.strip() for line in text_of(root, 'po/POTFILES').split('\n')]
    listed = [line for line in lines if line and not line.startswith('#')]
    needed = translatable_files(root)
    for name in needed:
        if name not in listed:
            yield f'{name}: has strings to translate and is not in po/POTFILES'
    for name in listed:
        if name not in needed:
            yield f'po/POTFILES: {name} does not exist or has nothing to translate'
    if listed != sorted(set(listed)):
        yield 'po/POTFILES: sort it, each file once'


RULES = [value for name, value in sorted(globals().items()) if name.startswith('rule_')]


def main():
    root = pathlib.Path(sys.argv[-1])
    if '--potfiles' in sys.argv:
        print('\n'.join(translatable_files(root)))
        return
    if not files(root, ['src'], '.c'):
        sys.exit(f'no sources in {root}/src')
    errors = [error for rule in RULES for error in rule(root)]
    for error in errors:
        print(error)
    print(f'{len(RULES)} rules, {len(errors)} errors')
    sys.exit(1 if errors else 0)


if __name__ == '__main__':
    main()
