#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""read-model.py MODEL.safetensors MODEL.npz: reads both as other programs do, with NumPy and from the description of
the safetensors format alone, and checks that they hold the same weights of a network."""
import json
import struct
import sys

import numpy as np


def read_safetensors(path):
    data = open(path, 'rb').read()
    length, = struct.unpack('<Q', data[:8])
    header = json.loads(data[8:8 + length])
    metadata = header.pop('__metadata__')
    tensors = {}
    for name, entry in header.items():
        begin, end = entry['data_offsets']
        assert entry['dtype'] == 'F32'
        tensors[name] = np.frombuffer(data[8 + length + begin:8 + length + end], '<f4').reshape(entry['shape'])
    return tensors, metadata


def main():
    tensors, metadata = read_safetensors(sys.argv[1])
    arrays = dict(np.load(sys.argv[2]))
    experiment = bytes(arrays.pop('percept.experiment')).decode()
    assert experiment == metadata['percept.experiment'] and '[network]' in experiment
    assert metadata['format'] == 'pt'
    assert sorted(arrays) == sorted(tensors), (sorted(arrays), sorted(tensors))
    for name, array in arrays.items():
        assert array.dtype == np.float32 and np.array_equal(array, tensors[name]), name
    print(' '.join(f'{name}:{"x".join(map(str, arrays[name].shape))}' for name in sorted(arrays)))


if __name__ == '__main__':
    main()
