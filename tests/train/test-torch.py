#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-torch.py TRAJECTORIES: trains the same networks from the same weights on the same batches for 50 steps, once
with formulas in NumPy (double precision) and once in PyTorch, and compares the parameters. TAP on standard output;
what is not installed is skipped with a message."""
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print('1..0 # SKIP python3-numpy is not installed')
    sys.exit(0)
try:
    import torch
except ImportError:
    torch = None

TOLERANCE = 1e-4  # of the parameters, and of the way that they went, by their norms
INPUTS = 18 * 18


def read(path):
    """Tensors and strings of a safetensors file."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], 'little')
    header = json.loads(content[8:8 + length])
    strings = header.pop('__metadata__')
    tensors = {}
    for name, entry in header.items():
        start, end = entry['data_offsets']
        kind = {'F32': '<f4', 'U64': '<u8'}[entry['dtype']]
        tensors[name] = np.frombuffer(content[8 + length + start:8 + length + end], kind).reshape(entry['shape'])
    return tensors, strings


def batches(flat):
    """[n, n indices, n, n indices, ...]"""
    place = 0
    while place < len(flat):
        n = int(flat[place])
        yield flat[place + 1:place + 1 + n].astype(int)
        place += 1 + n


def layers(text):
    """[(units, activation)] of "dense 31 tanh; dense 10"."""
    words = [part.split() for part in text.split(';')]
    return [(int(w[1]), w[2] if len(w) > 2 else 'identity') for w in words]


def split(parameters, structure):
    """Weights (outputs x inputs) and biases of each layer."""
    parts, place, inputs = [], 0, INPUTS
    for units, _ in structure:
        parts.append((parameters[place:place + units * inputs].reshape(units, inputs),
                      parameters[place + units * inputs:place + units * inputs + units]))
        place += units * inputs + units
        inputs = units
    assert place == len(parameters)
    return parts


ACTIVATIONS = {  # y of x, and dy/dx of x and y
    'identity': (lambda x: x, lambda x, y: np.ones_like(x)),
    'tanh': (np.tanh, lambda x, y: 1 - y * y),
    'relu': (lambda x: np.maximum(x, 0), lambda x, y: (x > 0).astype(float)),
    'sigmoid': (lambda x: 1 / (1 + np.exp(-x)), lambda x, y: y * (1 - y)),
}


def gradient(parts, structure, x, labels, loss):
    """Of the sum of the losses."""
    inputs, sums = [x], []
    for (w, b), (_, activation) in zip(parts, structure):
        sums.append(inputs[-1] @ w.T + b)
        inputs.append(ACTIVATIONS[activation][0](sums[-1]))
    target = np.eye(inputs[-1].shape[1])[labels]
    if loss == 'nll':
        e = np.exp(inputs[-1] - inputs[-1].max(axis=1, keepdims=True))
        d = e / e.sum(axis=1, keepdims=True) - target
    else:
        d = 2 * (inputs[-1] - target)
    found = []
    for k in reversed(range(len(parts))):
        d = d * ACTIVATIONS[structure[k][1]][1](sums[k], inputs[k + 1])
        found.insert(0, (d.T @ inputs[k], d.sum(axis=0)))
        d = d @ parts[k][0]
    return found


class Rule:
    """One step of each method on an array, by its formula."""

    def __init__(self, settings):
        self.rate, self.momentum = float(settings['rate']), float(settings['momentum'])
        self.step = getattr(self, settings['optimizer'])
        self.memory = {}

    def slots(self, key, w):
        return self.memory.setdefault(key, [np.zeros_like(w), np.zeros_like(w)])

    def gd(self, key, w, g, t):
        w -= self.rate * g

    def momentum_(self, key, w, g, t):
        v = self.slots(key, w)[0]
        v[:] = self.momentum * v + self.rate * g
        w -= v

    def nesterov(self, key, w, g, t):
        v = self.slots(key, w)[0]
        v[:] = self.momentum * v + self.rate * g
        w -= self.momentum * v + self.rate * g

    def rmsprop(self, key, w, g, t):
        s = self.slots(key, w)[0]
        s[:] = 0.99 * s + 0.01 * g * g
        w -= self.rate * g / (np.sqrt(s) + 1e-8)

    def adam(self, key, w, g, t):
        m, s = self.slots(key, w)
        m[:] = 0.9 * m + 0.1 * g
        s[:] = 0.999 * s + 0.001 * g * g
        w -= self.rate * (m / (1 - 0.9 ** t)) / (np.sqrt(s / (1 - 0.999 ** t)) + 1e-8)


def with_numpy(tensors, settings):
    structure = layers(settings['layers'])
    parameters = tensors['before'].astype(float)
    parts = split(parameters, structure)  # views
    if settings['optimizer'] == 'momentum':
        settings = dict(settings, optimizer='momentum_')
    rule = Rule(settings)
    x, labels = tensors['x'].astype(float), tensors['labels'].astype(int)
    l1, l2 = float(settings['l1']), float(settings['l2'])
    for t, rows in enumerate(batches(tensors['batches']), 1):
        scale = 1 if settings['reduction'] == 'sum' else 1 / len(rows)
        for k, (dw, db) in enumerate(gradient(parts, structure, x[rows], labels[rows], settings['loss'])):
            w, b = parts[k]
            rule.step((k, 'w'), w, scale * dw + 2 * l2 * w + l1 * np.sign(w), t)
            rule.step((k, 'b'), b, scale * db, t)
    return parameters


def torch_optimizer(settings, tensors):
    rate, momentum = float(settings['rate']), float(settings['momentum'])
    return {
        'gd': lambda: torch.optim.SGD(tensors, lr=rate),
        'momentum': lambda: torch.optim.SGD(tensors, lr=rate, momentum=momentum),
        'nesterov': lambda: torch.optim.SGD(tensors, lr=rate, momentum=momentum, nesterov=True),
        'rmsprop': lambda: torch.optim.RMSprop(tensors, lr=rate, alpha=0.99, eps=1e-8),
        'adam': lambda: torch.optim.Adam(tensors, lr=rate, betas=(0.9, 0.999), eps=1e-8),
    }[settings['optimizer']]()


def with_torch(tensors, settings):
    activations = {'identity': lambda x: x, 'tanh': torch.tanh, 'relu': torch.relu, 'sigmoid': torch.sigmoid}
    structure = layers(settings['layers'])
    parts = [(torch.tensor(w.copy(), requires_grad=True), torch.tensor(b.copy(), requires_grad=True))
             for w, b in split(tensors['before'], structure)]
    optimizer = torch_optimizer(settings, [p for part in parts for p in part])
    x = torch.tensor(tensors['x'].copy())
    labels = torch.tensor(tensors['labels'].astype(int))
    for rows in batches(tensors['batches']):
        y = x[rows]
        for (w, b), (_, activation) in zip(parts, structure):
            y = activations[activation](y @ w.T + b)
        if settings['loss'] == 'nll':
            cost = torch.nn.functional.cross_entropy(y, labels[rows], reduction='sum')
        else:
            cost = ((y - torch.nn.functional.one_hot(labels[rows], y.shape[1])) ** 2).sum()
        if settings['reduction'] == 'mean':
            cost = cost / len(rows)
        for w, _ in parts:
            cost = cost + float(settings['l2']) * (w * w).sum() + float(settings['l1']) * w.abs().sum()
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return np.concatenate([p.detach().numpy().ravel() for part in parts for p in part]).astype(float)


def compare(tensors, expected):
    """How far the parameters are from what they should be: relative to themselves, and to the way they went."""
    off = np.linalg.norm(tensors['after'].astype(float) - expected)
    way = np.linalg.norm(expected - tensors['before'].astype(float))
    return off / np.linalg.norm(expected), off / way


def main():
    number, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        paths = sorted(pathlib.Path(folder).glob('*.safetensors'))
        assert len(paths) >= 5, 'too few cases'
        print(f'1..{2 * len(paths)}')
        for path in paths:
            tensors, settings = read(path)
            for name, train in (('numpy', with_numpy), ('torch', with_torch)):
                number += 1
                if name == 'torch' and torch is None:
                    print(f'ok {number} - {path.stem} {name} # SKIP python3-torch is not installed')
                    continue
                of_all, of_way = compare(tensors, train(tensors, settings))
                good = of_all < TOLERANCE and of_way < TOLERANCE
                failed += not good
                print(f'# {path.stem} {name}: off by {of_all:.2g} of the parameters, {of_way:.2g} of their way')
                print(f'{"ok" if good else "not ok"} {number} - {path.stem} {name}')
    sys.exit(1 if failed else 0)


main()
