#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make-corpus.py: writes the files of corpus/npy, npz, pickle and mat anew: what NumPy writes, what Python 2 and MATLAB
wrote (put together by hand), and what somebody who means harm would. Needs NumPy; the tests need only the files."""
import io
import pathlib
import pickle
import struct
import sys
import zipfile
import zlib

import numpy as np

CORPUS = pathlib.Path(__file__).parent / 'corpus'


def put(folder, name, data):
    (CORPUS / folder).mkdir(parents=True, exist_ok=True)
    (CORPUS / folder / (name + '.bin')).write_bytes(data)


def npy_bytes(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, np.asanyarray(array), version=version)
    return out.getvalue()


def npy_with_header(text, data=b'', version=1):
    text = text.encode() + b'\n'
    size = struct.pack('<H', len(text)) if version == 1 else struct.pack('<I', len(text))
    return b'\x93NUMPY' + bytes([version, 0]) + size + text + data


def npy():
    floats = np.arange(6, dtype='<f4').reshape(2, 3) - 2.5
    put('npy', 'floats', npy_bytes(floats))
    put('npy', 'version-2', npy_bytes(floats, (2, 0)))
    put('npy', 'version-3', npy_bytes(floats, (3, 0)))
    put('npy', 'big-fortran', npy_bytes(np.asfortranarray(floats.astype('>f8'))))
    put('npy', 'half', npy_bytes(np.array([1, -2.5, 65504, 6e-8, np.inf], '<f2')))
    put('npy', 'truths', npy_bytes(np.array([True, False, True])))
    put('npy', 'bytes-3d', npy_bytes(np.arange(24, dtype='u1').reshape(2, 3, 4)))
    put('npy', 'fortran-3d', npy_bytes(np.asfortranarray(np.arange(24, dtype='>u2').reshape(2, 3, 4))))
    put('npy', 'longs', npy_bytes(np.array([-2**63, 2**63 - 1], '<i8')))
    put('npy', 'single', npy_bytes(np.float64(42)))
    put('npy', 'empty', npy_bytes(np.zeros((0, 3), 'f4')))
    objects = np.empty((), object)
    objects[()] = {'conv1': [floats, np.array([1, 2], 'f4')]}
    put('npy', 'objects', npy_bytes(objects))
    put('npy', 'python-2-longs', npy_with_header("{'shape': (2L,), 'descr': '|u1', 'fortran_order': False}", b'\1\2'))

    good = npy_bytes(floats)
    put('npy', 'magic', b'\x92' + good[1:])
    put('npy', 'nothing', b'')
    put('npy', 'header-cut', good[:40])
    put('npy', 'data-cut', good[:-1])
    put('npy', 'trailing', good + b'\0')
    put('npy', 'version-9', good[:6] + b'\x09' + good[7:])
    dict_of = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
    for name, values in {
        'overflow': ('<f8', 'False', '(4294967296, 4294967296, 4)'),
        'overflow-bytes': ('<f8', 'False', '(999999999999999999, 3)'),
        'negative': ('<f4', 'False', '(-1, 3)'),
        'expression': ('<f4', 'False', '(__import__("os").system("id"), 3)'),
        'many-digits': ('<f4', 'False', '(1000000000000000000000,)'),
        'nine-dimensions': ('u1', 'False', '(1, 1, 1, 1, 1, 1, 1, 1, 1)'),
        'no-tuple': ('u1', 'False', '3'),
        'one-without-comma': ('u1', 'False', '(3)'),
        'order': ('u1', 'Maybe', '(3,)'),
        'text-type': ('<U3', 'False', '(3,)'),
        'complex-type': ('<c8', 'False', '(3,)'),
        'long-double': ('<f16', 'False', '(3,)'),
    }.items():
        put('npy', name, npy_with_header(dict_of % values, b'\1\2\3'))
    put('npy', 'fields', npy_bytes(np.zeros(2, [('a', 'f4'), ('b', 'i4')])))
    put('npy', 'twice', npy_with_header("{'descr': 'u1', 'descr': 'u1', 'fortran_order': False, 'shape': (1,)}", b'\1'))
    put('npy', 'missing', npy_with_header("{'descr': 'u1', 'shape': (1,)}", b'\1'))
    put('npy', 'unknown', npy_with_header("{'descr': 'u1', 'fortran_order': False, 'shape': (1,), 'x': 1}", b'\1'))
    put('npy', 'after', npy_with_header("{'descr': 'u1', 'fortran_order': False, 'shape': (1,)} + 1", b'\1'))
    put('npy', 'open-string', npy_with_header("{'descr': 'u1"))
    put('npy', 'huge-header', b'\x93NUMPY\2\0\xff\xff\xff\xff{')


def zip_bytes(entries, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', method) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def npz():
    weights = np.arange(6, dtype='f4').reshape(2, 3)
    entries = [('W0.npy', npy_bytes(weights)), ('b0.npy', npy_bytes(np.array([0.5, 1, 2])))]
    good = zip_bytes(entries)
    put('npz', 'stored', good)
    put('npz', 'deflated', zip_bytes(entries, zipfile.ZIP_DEFLATED))
    put('npz', 'no-entries', zip_bytes([]))
    put('npz', 'no-array', zip_bytes(entries + [('README.txt', b'hello')]))
    put('npz', 'broken-array', zip_bytes([('W0.npy', npy_bytes(weights)[:-1])]))
    put('npz', 'bzip2', zip_bytes(entries, zipfile.ZIP_BZIP2))
    put('npz', 'cut', good[:-30])
    put('npz', 'half', good[:len(good) // 2])
    put('npz', 'nothing', b'')
    put('npz', 'no-zip', b'PK\3\4' + b'x' * 60)
    at = good.index(npy_bytes(weights)) + 130
    put('npz', 'checksum', good[:at] + bytes([good[at] ^ 1]) + good[at + 1:])
    bomb = zip_bytes([('W0.npy', npy_bytes(np.zeros((1000, 300), 'u1')))], zipfile.ZIP_DEFLATED)
    put('npz', 'zeros', bomb)
    size = struct.pack('<I', 128 + 300000)
    for name, lie in (('claims-more', 128 + 300001), ('claims-less', 1000), ('claims-gigabytes', 0xfffffff0)):
        put('npz', name, bomb.replace(size, struct.pack('<I', lie)))


PY2_ARRAY = (b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(I%d\nI%d\ntcnumpy\ndtype\n"
             b"(S'f4'\nI0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbI00\nS%s\ntb")


def python_2_repr(data):
    """As Python 2 writes a str: what can be printed as it is, the rest escaped, some of it in octal."""
    return b"'" + b''.join(b'\\%03o' % c if c == 7 else b'\\x%02x' % c if c < 32 or c in (39, 92) else bytes([c])
                           for c in data) + b"'"


def array_pickle(state):
    """Protocol 2 with the state that BUILD is given as text of opcodes."""
    return (b'\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R' + state + b'b.')


F4 = b"cnumpy\ndtype\nU\x02f4K\x00K\x01\x87R"


def make_pickles():
    values = {
        'W0': np.arange(6, dtype='f4').reshape(2, 3) - 2.5,
        'b0': np.asfortranarray(np.arange(6, dtype='>f8').reshape(3, 2)),
        'rate': np.float64(0.25),
        'name': 'größe',
        'raw': bytes(range(0, 256, 17)),
        'list': [1, -2, 2.5, None, True, False, 2**40, -2**63, 300, 70000],
        'tuple': (1, (2, 3), (), [], {}),
    }
    values['again'] = values['list']
    for protocol in range(6):
        put('pickle', f'protocol-{protocol}', pickle.dumps(values, protocol))
    numbers = np.array([[1, -2], [3.5, 4]], '<f4').tobytes() + b''
    put('pickle', 'python-2-protocol-0', b"(dp0\nS'W0'\np1\n" + PY2_ARRAY % (2, 2, python_2_repr(numbers)) + b"sS'n'\n"
        b"I01\nsS'big'\nL12L\nsS'x'\nF-1.5\nsVu\\u00e9\\u0041\nI00\ns.")
    objects = np.empty(2, object)
    objects[0], objects[1] = [np.ones(2, 'u1')], {}
    put('pickle', 'objects', pickle.dumps(objects, 2))

    network = {'W0': np.arange(6, dtype='f4').reshape(2, 3), 'b0': np.array([[10, 20, 30]]),
               'W1': np.array([[1, 2], [3, 4], [5, 6]], 'f8'), 'b1': np.array([0.5, -0.5], 'f2'), 'rate': 0.1}
    put('pickle', 'network', pickle.dumps(network, 2))

    put('pickle', 'nothing', b'')
    put('pickle', 'only-stop', b'.')
    put('pickle', 'no-pickle', b'\x93NUMPY')
    put('pickle', 'text', b'hello, this is a letter')
    put('pickle', 'trailing', pickle.dumps(1, 2) + b'x')
    put('pickle', 'os-system', b"cos\nsystem\n(S'id'\ntR.")
    put('pickle', 'os-system-4', b'\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R.')
    put('pickle', 'getattr', b"c__builtin__\ngetattr\n(cnumpy\nndarray\nS'tofile'\ntR.")
    put('pickle', 'numpy-load', b"cnumpy\nload\n(S'x'\ntR.")
    put('pickle', 'numpy-attribute', b'\x80\x04\x8c\x05numpy\x8c\x0fndarray.__new__\x93.')
    put('pickle', 'name-no-text', b'\x80\x04K\x01K\x02\x93.')
    put('pickle', 'reduce-text', b"S'os.system'\n(S'id'\ntR.")
    put('pickle', 'reduce-ndarray', b'cnumpy\nndarray\n(I1000000\ntR.')
    put('pickle', 'reduce-no-tuple', b"cnumpy\ndtype\nS'f4'\nR.")
    put('pickle', 'inst', b"(S'id'\nios\nsystem\n.")
    put('pickle', 'obj', b"(cnumpy\nndarray\nS'id'\no.")
    put('pickle', 'newobj', b'\x80\x02cnumpy\nndarray\n)\x81.')
    put('pickle', 'persistent', b'Pid\n.')
    put('pickle', 'extension', b'\x80\x02\x82\x01.')
    put('pickle', 'out-of-band', b'\x80\x05\x97.')
    put('pickle', 'set', b'\x80\x04\x8f.')
    put('pickle', 'build-dict', b"}(S'x'\nI1\ndb.")
    put('pickle', 'holds-itself', b']q\0h\0a.')
    put('pickle', 'dict-holds-itself', b"}q\0S'x'\nh\0s.")
    put('pickle', 'deep', b'(' * 1000 + b'l' * 1000 + b'.')
    put('pickle', 'deep-as-allowed', b'(' * 32 + b'l' * 32 + b'.')
    put('pickle', 'shared-doubling', b']q\0' + b''.join(b'](h%ch%ceq%c' % (i, i, i + 1) for i in range(30)) + b'.')
    put('pickle', 'shared-doubling-deep', b']q\0' + b''.join(b'](h%ch%ceq%c' % (i, i, i + 1) for i in range(60)) + b'.')
    one = F4 + b'(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tbq\0'
    put('pickle', 'array-bomb', b'\x80\x02' + one + b'0B' + struct.pack('<I', 4000) + bytes(4000) + b'q\0010(' +
        b''.join(b'cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01M\xe8\x03\x85h\0'
                 b'\x89h\1tb' for i in range(200)) + b'l.')
    put('pickle', 'text-bomb', b'\x80\x02c_codecs\nencode\nq\0' + b'0X' + struct.pack('<I', 4000) + b'a' * 4000 +
        b'q\0010(' + b'h\0h\1X\6\0\0\0latin1\x86R' * 200 + b'l.')
    put('pickle', 'huge-long', b'\x80\x02\x8b\xff\xff\xff\x7f1.')
    put('pickle', 'nine-bytes', b'\x80\x02\x8a\x09' + bytes(9) + b'.')
    put('pickle', 'long-text', b'L' + b'9' * 30 + b'L\n.')
    put('pickle', 'longer-text', b'I' + b'1' * 1000 + b'\n.')
    put('pickle', 'number-with-space', b'I 1\n.')
    put('pickle', 'number-with-nul', b'I\0\0\0\0 \n')
    put('pickle', 'float-text', b'F1.5x\n.')
    put('pickle', 'memo-empty', b'h\5.')
    put('pickle', 'memo-text', b"S'x'\np-1\n.")
    put('pickle', 'memo-large', b'K\1r\xff\xff\xff\xff0j\xff\xff\xff\xff.')
    put('pickle', 'memo-before-value', b'q\0.')
    put('pickle', 'memo-of-mark', b'(q\0.')
    put('pickle', 'no-mark', b'K\1t.')
    put('pickle', 'underflow', b'K\1K\2\x87.')
    put('pickle', 'pop-nothing', b'0.')
    put('pickle', 'stop-at-mark', b'(.')
    put('pickle', 'append-to-number', b'K\1K\2a.')
    put('pickle', 'items-for-number', b'K\1(K\2e.')
    put('pickle', 'odd-dict', b'(K\1d.')
    put('pickle', 'protocol-9', b'\x80\x09K\1.')
    put('pickle', 'unknown-opcode', b'K\1\xff.')
    put('pickle', 'frame-beyond', b'\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xffK\1.')
    put('pickle', 'length-beyond', b'\x8e\xff\xff\xff\xff\xff\xff\xff\xff.')
    put('pickle', 'not-utf-8', b'X\2\0\0\0\xff\xfe.')
    put('pickle', 'surrogate', b'V\\ud83d\n.')
    put('pickle', 'half-escape', b"S'\\x4'\n.")
    put('pickle', 'no-quotes', b'Sx\n.')
    put('pickle', 'one-quote', b"S'\n.")
    put('pickle', 'encode-other', b'c_codecs\nencode\n(Vx\nVhex\ntR.')
    put('pickle', 'encode-beyond', b'c_codecs\nencode\n(V\\u0141\nVlatin1\ntR.')
    put('pickle', 'never-built', b'\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b'
        b'\x87R.')
    good = b'(K\x01K\x01\x85' + F4 + b'\x89U\x041234t'
    put('pickle', 'array', array_pickle(good))
    put('pickle', 'array-twice', array_pickle(good + b'b' + good))
    put('pickle', 'array-short', array_pickle(good.replace(b'U\x041234', b'U\x03123')))
    put('pickle', 'array-long', array_pickle(good.replace(b'U\x041234', b'U\x0512345')))
    put('pickle', 'array-negative', array_pickle(good.replace(b'K\x01\x85', b'J\xff\xff\xff\xff\x85')))
    put('pickle', 'array-overflow', array_pickle(good.replace(b'K\x01\x85', b'\x8a\x08' + bytes(7) + b'\x40\x85')))
    put('pickle', 'array-of-text', array_pickle(good.replace(b'U\x02f4', b'U\x02S4')))
    put('pickle', 'array-of-objects', array_pickle(good.replace(b'U\x02f4', b'U\x02O8')))
    put('pickle', 'array-without-type', array_pickle(good.replace(F4, b'N')))
    put('pickle', 'array-nine', array_pickle(good.replace(b'K\x01\x85', b'(' + b'K\x01' * 9 + b't')))
    put('pickle', 'type-with-fields', F4 + b"(K\x03U\x01|N(U\x01atNK\x01K\x01K\x00tb.")
    put('pickle', 'type-order', F4 + b"(K\x03U\x01?NNNK\x01K\x01K\x00tb.")
    put('pickle', 'scalar-short', b'cnumpy.core.multiarray\nscalar\n' + F4 + b'U\x011\x86R.')
    buffer = b'\x80\x05cnumpy.core.numeric\n_frombuffer\n(\x96\x04' + bytes(7) + b'1234' + F4
    put('pickle', 'buffer', buffer + b'K\x01\x85U\x01CtR.')
    put('pickle', 'buffer-order', buffer + b'K\x01\x85U\x01AtR.')
    put('pickle', 'buffer-short', buffer + b'K\x02\x85U\x01CtR.')


def element(kind, data, order='<', small=False):
    if small:
        words = (len(data) << 16 | kind,)
        return struct.pack(order + 'I', *words) + data.ljust(4, b'\0')
    return struct.pack(order + 'II', kind, len(data)) + data + bytes(-len(data) % 8)


def matrix(name, class_number, shape, kind, data, order='<', flags=0, small=False):
    inside = element(6, struct.pack(order + 'II', class_number | flags, 0), order)
    inside += element(5, struct.pack(f'{order}{len(shape)}i', *shape), order)
    inside += element(1, name.encode(), order, small)
    inside += element(kind, data, order, small and len(data) <= 4)
    return struct.pack(order + 'II', 14, len(inside)) + inside


def compressed(data, order='<'):
    packed = zlib.compress(data)
    return struct.pack(order + 'II', 15, len(packed)) + packed


def mat_file(*elements, order='<', version=0x0100):
    header = b'MATLAB 5.0 MAT-file, made by hand'.ljust(116) + bytes(8)
    return header + struct.pack(order + 'H', version) + (b'IM' if order == '<' else b'MI') + b''.join(elements)


def mat():
    images = matrix('train0', 9, (2, 3), 2, bytes([1, 4, 2, 5, 3, 6]))
    doubles = matrix('d', 6, (2, 2), 9, struct.pack('<4d', 1.5, 3, -2, 1e300))
    narrow = matrix('n', 6, (1, 3), 2, bytes([7, 8, 9]), small=True)
    put('mat', 'plain', mat_file(images, doubles, narrow))
    put('mat', 'compressed', mat_file(compressed(images), compressed(doubles), compressed(narrow)))
    put('mat', 'big-endian', mat_file(matrix('d', 6, (2, 2), 9, struct.pack('>4d', 1.5, 3, -2, 1e300), '>'),
                                      matrix('h', 10, (1, 2), 3, struct.pack('>2h', -3, 300), '>'), order='>'))
    put('mat', 'three-dimensions', mat_file(matrix('cube', 9, (2, 3, 4), 2, bytes(range(24)))))
    put('mat', 'no-variables', mat_file())
    put('mat', 'empty-array', mat_file(matrix('e', 6, (0, 0), 9, b'')))
    put('mat', 'others', mat_file(matrix('text', 4, (1, 2), 4, b'h\0i\0'), matrix('cells', 1, (0, 0), 1, b''),
                                  matrix('z', 6, (1, 1), 9, bytes(8), flags=0x0800),
                                  matrix('s', 5, (1, 1), 5, bytes(4)),
                                  struct.pack('<II', 14, 8) + element(6, b''), images))
    put('mat', 'zeros', mat_file(compressed(matrix('train0', 9, (1000, 784), 2, bytes(784000)))))

    put('mat', 'nothing', b'')
    put('mat', 'header-cut', mat_file()[:100])
    put('mat', 'version-7.3', mat_file(version=0x0200))
    put('mat', 'version-9', mat_file(version=0x0900))
    put('mat', 'no-mat', b'x' * 200)
    good = mat_file(images)
    put('mat', 'data-cut', good[:-1])
    put('mat', 'tag-cut', good + b'\0\0\0')
    put('mat', 'wrong-type', mat_file(element(9, bytes(8))))
    put('mat', 'short-form', mat_file(element(14, b'abcd', small=True)))
    put('mat', 'size-beyond', mat_file(struct.pack('<II', 14, 0xfffffff8) + bytes(64)))
    put('mat', 'shape-lies', mat_file(matrix('train0', 9, (2, 4), 2, bytes(6))))
    put('mat', 'shape-overflow', mat_file(matrix('a', 9, (0x7fffffff,) * 4, 2, bytes(6))))
    put('mat', 'shape-negative', mat_file(matrix('a', 9, (-1, 6), 2, bytes(6))))
    put('mat', 'nine-dimensions', mat_file(matrix('a', 9, (1,) * 9, 2, bytes(1))))
    put('mat', 'long-name', mat_file(matrix('a' * 100, 9, (1, 1), 2, bytes(1))))
    put('mat', 'numbers-of-no-type', mat_file(matrix('a', 9, (1, 6), 16, bytes(6))))
    inner = images[8:]
    put('mat', 'numbers-beyond', mat_file(images.replace(element(2, bytes([1, 4, 2, 5, 3, 6]))[:8],
                                                         struct.pack('<II', 2, 600))))
    put('mat', 'numbers-missing', mat_file(struct.pack('<II', 14, len(inner) - 16) + inner[:-16]))
    put('mat', 'numbers-after', mat_file(struct.pack('<II', 14, len(inner) + 8) + inner + bytes(8)))
    put('mat', 'packed-junk', mat_file(struct.pack('<II', 15, 12) + b'no zlib data'))
    put('mat', 'packed-nothing', mat_file(struct.pack('<II', 15, 0)))
    put('mat', 'packed-twice', mat_file(compressed(compressed(images))))
    put('mat', 'packed-short', mat_file(compressed(images[:-8])))
    put('mat', 'packed-long', mat_file(compressed(images + bytes(8))))
    packed = zlib.compress(images)
    put('mat', 'packed-cut', mat_file(struct.pack('<II', 15, len(packed) - 6) + packed[:-6]))
    put('mat', 'packed-checksum', mat_file(struct.pack('<II', 15, len(packed)) + packed[:-1] + bytes([packed[-1] ^ 1])))
    put('mat', 'packed-claims', mat_file(compressed(struct.pack('<II', 14, 0x7ffffff8) + inner)))


if __name__ == '__main__':
    sys.exit(npy() or npz() or make_pickles() or mat())
