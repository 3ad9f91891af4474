#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a tiny deep mixture of experts with PyTorch's autograd in double, written from the paper's formulas, and
writes reference_steps.h: what tst_training_steps.cpp compares the trainer with. Run it in this folder."""

import math

import torch

torch.set_default_dtype(torch.float64)

# The same as in tst_training_steps.cpp.
ROWS, COLUMNS, JITTER, EXAMPLES, CLASSES = 1, 2, 1, 7, 3
MINIBATCH, EPOCHS, MARGIN, SEED = 4, (2, 1), 0.5, 11
RATE, MOMENTUM, WEIGHT_DECAY, DECAY = (0.2, 0.1), (0.9, 0.5), (0.01, 0.02), 0.9
LAYERS = [dict(experts=2, hidden=[2], gate=[2]), dict(experts=3, hidden=[2, 2], gate=[2])]
ORDER, SHIFT = 2, 3  # streams


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & 0xFFFFFFFF, (p0 >> 32) ^ c[3] ^ k[1], p0 & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


def words(stream, epoch, index):
    block = 0
    while True:
        yield from philox((block, index, epoch, stream), (SEED & 0xFFFFFFFF, SEED >> 32))
        block += 1


def below(random, bound):
    while True:
        product = next(random) * bound
        if product & 0xFFFFFFFF >= 2**32 % bound:
            return product >> 32


def order_of(epoch):
    random, order = words(ORDER, epoch, 0), list(range(EXAMPLES))
    for left in range(EXAMPLES, 1, -1):
        other = below(random, left)
        order[left - 1], order[other] = order[other], order[left - 1]
    return order


def image(example, epoch):
    side = 2 * JITTER + 1
    value = below(words(SHIFT, epoch, example), side * side)
    top, left = value // side, value % side
    canvas = torch.zeros(ROWS + 2 * JITTER, COLUMNS + 2 * JITTER)
    for row in range(ROWS):
        for column in range(COLUMNS):
            byte = (37 * (example * ROWS * COLUMNS + row * COLUMNS + column) + 91) % 256
            canvas[top + row, left + column] = byte / 255
    return canvas.reshape(-1)


def make_parameters():
    """Blocks in the order of the flat vector; weights are stored column by column."""
    blocks, number = [], 0

    def block(rows, columns, bias=False):
        nonlocal number
        values = [float(torch.tensor(0.6 * math.sin(1.7 * (number + i) + 0.3), dtype=torch.float32))
                  for i in range(rows * columns)]
        number += rows * columns
        blocks.append((torch.tensor(values).reshape(columns, rows).t().clone().requires_grad_(True), bias))
        return blocks[-1][0]

    layers, inputs = [], (ROWS + 2 * JITTER) * (COLUMNS + 2 * JITTER)
    for layer in LAYERS:
        experts, width = [], inputs
        for level, units in enumerate(layer["hidden"]):
            rows = units * layer["experts"] if level == 0 else units
            columns = width if level == 0 else width * layer["experts"]
            experts.append((block(rows, columns), block(units * layer["experts"], 1, True)))
            width = units
        gate, size = [], inputs
        for units in layer["gate"] + [layer["experts"]]:
            gate.append((block(units, size), block(units, 1, True)))
            size = units
        layers.append((experts, gate))
        inputs = width
    return blocks, layers, (block(CLASSES, inputs), block(CLASSES, 1, True))


def expert_outputs(x, experts, count):
    outputs = []
    for e in range(count):
        value = x
        for level, (weight, bias) in enumerate(experts):
            units = bias.shape[0] // count
            own = weight[e * units:(e + 1) * units] if level == 0 else \
                weight[:, e * value.shape[0]:(e + 1) * value.shape[0]]
            value = torch.relu(own @ value + bias[e * units:(e + 1) * units])
        outputs.append(value)
    return outputs


def gate_logits(x, gate):
    for level, (weight, bias) in enumerate(gate):
        x = weight @ x + bias
        if level + 1 < len(gate):
            x = torch.relu(x)
    return x.squeeze(1)


def constrained_gates(logits, totals, constrained):
    masked = [constrained and total - sum(totals) / len(totals) > MARGIN for total in totals]
    shares = torch.softmax(logits, 0)
    shares = torch.stack([s * (0.0 if m else 1.0) for s, m in zip(shares, masked)])
    shares = shares / shares.sum()
    if constrained:
        for i, share in enumerate(shares.detach()):
            totals[i] += float(share)
    return shares, sum(masked)


def main():
    blocks, layers, output = make_parameters()
    velocity = [torch.zeros_like(p) for p, _ in blocks]
    totals = [[0.0] * layer["experts"] for layer in LAYERS]
    steps_per_epoch = -(-EXAMPLES // MINIBATCH)
    losses, masks = [], 0
    for step in range(sum(EPOCHS) * steps_per_epoch):
        epoch, place = divmod(step, steps_per_epoch)
        phase = 0 if epoch < EPOCHS[0] else 1
        loss = 0.0
        batch = order_of(epoch)[place * MINIBATCH:(place + 1) * MINIBATCH]
        for example in batch:
            x = image(example, epoch).unsqueeze(1)
            for (experts, gate), total, layer in zip(layers, totals, LAYERS):
                shares, masked = constrained_gates(gate_logits(x, gate), total, phase == 0)
                masks += masked
                x = sum(g * f for g, f in zip(shares, expert_outputs(x, experts, layer["experts"])))
            logits = (output[0] @ x + output[1]).squeeze(1)
            loss = loss - torch.log_softmax(logits, 0)[example % CLASSES]
        losses.append(float(loss))
        for p, _ in blocks:
            p.grad = None
        (loss / len(batch)).backward()
        with torch.no_grad():
            rate = RATE[phase] * DECAY**epoch
            for (p, bias), v in zip(blocks, velocity):
                v.mul_(MOMENTUM[phase]).add_(p.grad if bias else p.grad + WEIGHT_DECAY[phase] * p)
                p.sub_(rate * v)
    parameters = torch.cat([p.detach().t().reshape(-1) for p, _ in blocks]).tolist()

    def table(values):
        lines = [", ".join(f"{v:.9f}" for v in values[i:i + 8]) for i in range(0, len(values), 8)]
        return "{\n    " + ",\n    ".join(lines) + "}"

    with open("reference_steps.h", "w") as file:
        file.write("// Written by reference_steps.py.\n#pragma once\n\n#include <vector>\n\n"
                   "namespace expertscope::testing {\n// clang-format off\n\n"
                   f"inline const int referenceMasks = {masks};\n"
                   f"inline const std::vector<double> referenceLosses{table(losses)};\n"
                   f"inline const std::vector<std::vector<double>> referenceTotals{{{', '.join(map(table, totals))}}};\n"
                   f"inline const std::vector<double> referenceParameters{table(parameters)};\n\n"
                   "// clang-format on\n} // namespace expertscope::testing\n")


main()
