#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes log-mel frames with numpy, from the definitions in model/speech/log_mel.h, and writes log_mel_reference.h:
what tst_log_mel.cpp compares the front end with. Run it in this folder."""

import numpy as np

RATE, LENGTH, STEP, POINTS, BANDS = 16000, 400, 160, 512, 40


def signal():
    """The same as in tst_log_mel.cpp: a tone that rises and fades, and noise from a linear congruential generator."""
    n = np.arange(1200)
    state, noise = 1, []
    for _ in n:
        state = (1664525 * state + 1013904223) % 2**32
        noise.append(state / 2**31 - 1)
    tone = 0.4 * np.exp(-n / 500) * np.sin(2 * np.pi * (300 + 2 * n) * n / RATE)
    return (tone + 0.003 * np.array(noise)).astype(np.float32).astype(float)


def filters():
    def mel(f):
        return 1127 * np.log(1 + f / 700)

    corners = np.linspace(mel(20), mel(RATE / 2), BANDS + 2)
    bins = mel(np.arange(POINTS // 2 + 1) * RATE / POINTS)
    return np.array([np.interp(bins, corners[b:b + 3], [0, 1, 0], left=0, right=0) for b in range(BANDS)])


def log_mel(x):
    starts = range(0, len(x) - LENGTH + 1, STEP)
    frames = np.array([x[s:s + LENGTH] for s in starts])
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    window = np.hanning(LENGTH) ** 0.85
    power = np.abs(np.fft.rfft((frames - 0.97 * before) * window, POINTS)) ** 2
    return np.log(np.maximum(power @ filters().T, 1e-8))


table = log_mel(signal())
rows = [", ".join(f"{v:.7f}" for v in row[i:i + 10]) for row in table for i in range(0, BANDS, 10)]
with open("log_mel_reference.h", "w") as file:
    file.write("// Written by log_mel_reference.py: frame after frame, the lowest band first.\n#pragma once\n\n"
               "#include <vector>\n\nnamespace expertscope::testing {\n// clang-format off\n\n"
               f"inline const int referenceFrames = {len(table)};\n"
               "inline const std::vector<double> referenceLogMel{\n    " + ",\n    ".join(rows) + "};\n\n"
               "// clang-format on\n} // namespace expertscope::testing\n")
