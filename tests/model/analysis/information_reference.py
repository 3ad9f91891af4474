#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the reference numbers of tst_information.cpp, computed with numpy from the definitions."""

import numpy as np


def information(joint):
    joint = np.asarray(joint, dtype=float)
    independent = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
    used = joint > 0
    return float((joint[used] * np.log(joint[used] / independent[used])).sum() / np.log(min(joint.shape)))


print("2 x 2       %.15f" % information([[0.4, 0.1], [0.2, 0.3]]))
print("2 x 3       %.15f" % information([[0.1, 0.2, 0.05], [0.3, 0.05, 0.3]]))
print("with a zero %.15f" % information([[0.5, 0.0], [0.25, 0.25]]))
print("4 x 3       %.15f" % information(np.arange(1, 13).reshape(4, 3) ** 2 / (np.arange(1, 13) ** 2).sum()))

# Soft gates of three experts on eight examples with values 0 0 1 1 2 2 0 1.
gates = np.array([[(i + 1) * (e + 2) % 7 + 0.5 for i in range(8)] for e in range(3)])
gates /= gates.sum(0)
values = np.array([0, 0, 1, 1, 2, 2, 0, 1])
joint = np.stack([gates[:, values == v].sum(1) for v in range(3)], 1) / 8
print("soft gates  %.15f" % information(joint))
