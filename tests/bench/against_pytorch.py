#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the PyTorch peer and `dmoe bench` in turns, A B A B, and prints the ratio round by round.

usage: against_pytorch.py PEER MNIST_DIR [--python PYTHON] [--dmoe build/release/bin/dmoe] [--rounds 5] [--seconds 10]

PEER is a Python program that prints one JSON line with "examples_per_second" and "torch", its version, for
MNIST_DIR --threads T --seconds S, and knows --fused and --compile: the same training step in PyTorch. PYTHON is the
interpreter that has torch: today's from PyPI, as its users have it. In every round each number of threads is run by
the peer in each way of VARIANTS and by dmoe; the peer's fastest way counts. Needs an otherwise idle machine: the load
average is printed before each round. OPENBLAS_* variables are taken out of the environment of both.
"""
import argparse
import json
import os
import statistics
import subprocess

VARIANTS = {"eager": [], "fused": ["--fused"], "compiled": ["--compile", "--fused"]}

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("peer")
parser.add_argument("mnist")
parser.add_argument("--python", default="/usr/bin/python3", help="the interpreter for PEER")
parser.add_argument("--dmoe", default="build/release/bin/dmoe")
parser.add_argument("--preset", default="mnist-4x100-4x100")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--seconds", type=float, default=10)
parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
arguments = parser.parse_args()
environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}


def run(command):
    command = [*command, "--seconds", str(arguments.seconds)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(done.stdout.strip().splitlines()[-1])


def processor():
    with open("/proc/cpuinfo") as lines:
        about = dict(line.split(":", 1) for line in lines if ":" in line)
    about = {name.strip(): value.strip() for name, value in about.items()}
    return about["model name"] + (" (AVX-512)" if "avx512f" in about["flags"] else "")


rates = {}
torch = ""
for number in range(arguments.rounds):
    print(f"round {number + 1}, load {os.getloadavg()[0]:.2f}", flush=True)
    for threads in arguments.threads:
        for name, options in VARIANTS.items():
            result = run([arguments.python, arguments.peer, arguments.mnist, "--threads", str(threads), *options])
            torch = result["torch"]
            rates.setdefault((threads, name), []).append(result["examples_per_second"])
        ours = run([arguments.dmoe, "bench", "--preset", arguments.preset, "--data", arguments.mnist,
                    "--threads", str(threads), "--json"])
        rates.setdefault((threads, "dmoe"), []).append(ours["examples_per_second"])
        rates.setdefault((threads, "dense limit"), []).append(ours["times_dense_limit"])
        newest = {name: rates[threads, name][-1] for name in (*VARIANTS, "dmoe")}
        print(f"  {threads} threads: " + ", ".join(f"{name} {rate:,.0f}" for name, rate in newest.items()) +
              f": {newest['dmoe'] / max(newest[name] for name in VARIANTS):.1f} times", flush=True)

print(f"{processor()}, PyTorch {torch}, medians of {arguments.rounds} rounds in examples a second:")
for threads in arguments.threads:
    middle = {name: statistics.median(rates[threads, name]) for name in (*VARIANTS, "dmoe", "dense limit")}
    best = max(VARIANTS, key=middle.get)
    print(f"{threads} threads: PyTorch {middle[best]:,.0f} ({best}), dmoe {middle['dmoe']:,.0f}: "
          f"{middle['dmoe'] / middle[best]:.1f} times; dense limit x {middle['dense limit']:.2f}")
