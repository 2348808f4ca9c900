#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether each rule of house.py can fail: a small sound tree passes, and one change at a time is found."""
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import house  # noqa: E402

HEAD = '/* ' + house.LICENSE + ' */\n'
SOUND = {
    'src/base/rng.c': HEAD + '#include "base/rng.h"\n#include <glib.h>\n',
    'src/base/rng.h': HEAD + '#pragma once\n',
    'src/base/meson.build': "files('rng.c')\n",
    'src/nn/layers/dense.c': HEAD + '#include "base/rng.h"\n#include <cblas.h>\n/* exit (1) is never called */\n',
    'src/nn/meson.build': "files('layers/dense.c')\nnn_dep = [base_dep]\n",
    'src/datasets/digits.c': HEAD + '#include <gio/gio.h>\n',
    'src/datasets/images.c': HEAD + '#include <gdk-pixbuf/gdk-pixbuf.h>\n',
    'src/datasets/meson.build': "files('digits.c', 'images.c')\n",
    'src/views/page.c': HEAD + '#include "nn/layers/dense.h"\n#include <adwaita.h>\n#include <cairo.h>\n_("Page");\n',
    'src/views/meson.build': "files('page.c')\n",
    'tests/base/test-rng.c': HEAD,
    'tests/base/meson.build': "foreach name : ['rng']\nendforeach\n",
    'tools/run': '#!/bin/sh\n# ' + house.LICENSE + '\n',
    'ui/views/page.ui': '<property translatable="yes">Page</property>\n',
    'resources/percept.gresource.xml': '<file>views/page.ui</file>\n',
    'data/app.desktop.in': 'Name=Percept\n',
    'po/POTFILES': '# sorted\ndata/app.desktop.in\nsrc/views/page.c\nui/views/page.ui\n',
}

# What is written (None: removed), and a part of the message that must come.
CHANGES = [
    ('src/base/rng.c', HEAD + '#include "nn/layers/dense.h"\n', 'rng.c:2: #include "nn/layers/dense.h": base/ may'),
    ('src/base/rng.c', HEAD + '\n#  include <gio/gio.h>\n', 'rng.c:3: #include <gio/gio.h>: base/ may use'),
    ('src/base/rng.c', HEAD + '#include "rng.h"\n', 'relative to src/'),
    ('src/base/rng.c', HEAD + '#include <curl/curl.h>\n', 'no library of the table'),
    ('src/base/rng.h', HEAD + '#include <gtk/gtk.h>\n', '<gtk/gtk.h>: base/ may use'),
    ('src/nn/layers/dense.c', HEAD + '#include <cairo.h>\n', '<cairo.h>: nn/ may use'),
    ('src/datasets/digits.c', HEAD + '#include "plot/theme.h"\n', '"plot/theme.h": datasets/ may include'),
    ('src/datasets/images.c', HEAD + '#include <cairo.h>\n', '<cairo.h>: datasets/ may use'),
    ('src/datasets/digits.c', HEAD + '#include <gdk-pixbuf/gdk-pixbuf.h>\n', 'images are decoded in one file'),
    ('src/nn/meson.build', "files('layers/dense.c')\nnn_dep = [plot_dep]\n", 'nn/ may not link plot/'),
    ('src/other/new.c', HEAD, 'not in a folder of the table'),
    ('src/nn/layers/dense.c', HEAD + 'void f (void)\n{\n  g_print ("x");\n}\n', 'dense.c:4: g_print'),
    ('src/nn/layers/dense.c', HEAD + '/* a\n b */ abort ();\n', 'dense.c:3: abort'),
    ('src/base/rng.c', HEAD + '\n' * house.MAX_LINES, '601 lines; 600 at most'),
    ('src/base/rng.c', HEAD + '/* ' + 'x' * 115 + ' */\n', 'rng.c:2: 121 columns'),
    ('src/base/utils.h', HEAD, 'utils.h: the name does not say'),
    ('tests/base/plot-helpers.h', HEAD, 'plot-helpers.h: the name does not say'),
    ('src/base/rng.h', '#pragma once\n', 'rng.h:1: must be'),
    ('tools/run', '#!/bin/sh\n', 'tools/run: no "SPDX'),
    ('src/base/rng.c', HEAD + '/* TO' + 'DO: more */\n', 'rng.c:2: TO' + 'DO'),
    ('data/app.desktop.in', '# FIX' + 'ME\n', 'app.desktop.in:1: FIX' + 'ME'),
    ('src/base/meson.build', "files('ring.c') # 'rng.c'\n", 'src/base/rng.c: in no meson.build'),
    ('tests/base/meson.build', "# foreach name : ['rng']\n", 'tests/base/test-rng.c: in no meson.build'),
    ('resources/percept.gresource.xml', '\n', 'ui/views/page.ui: in no .gresource.xml'),
    ('po/POTFILES', 'data/app.desktop.in\nui/views/page.ui\n', 'src/views/page.c: has strings'),
    ('po/POTFILES', 'data/app.desktop.in\nsrc/views/page.c\n', 'ui/views/page.ui: has strings'),
    ('src/views/page.c', HEAD, 'src/views/page.c does not exist or has nothing'),
    ('ui/views/page.ui', None, 'ui/views/page.ui does not exist or has nothing'),
    ('po/POTFILES', 'src/views/page.c\ndata/app.desktop.in\nui/views/page.ui\n', 'sort it'),
]


def errors_of(tree):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in tree.items():
            if text is not None:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding='utf-8')
        return [error for rule in house.RULES for error in rule(root)]


def main():
    failed = 0
    errors = errors_of(SOUND)
    if errors:
        failed += 1
        print('a sound tree is found faulty:', *errors, sep='\n  ')
    for name, text, expected in CHANGES:
        errors = errors_of({**SOUND, name: text})
        if not any(expected in error for error in errors):
            failed += 1
            print(f'{name}: no error "{expected}" but', *errors, sep='\n  ')
    print(f'{len(CHANGES) + 1} trees, {failed} judged wrongly')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
