#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints how time and memory of a training step grow with the number of experts and with their width.

usage: scaling.py [--dmoe build/release/bin/dmoe] [--data DIR] [--seconds 3] [--threads 2]

Both layers get the same numbers; everything else is the preset's (digits without --data, MNIST with it).
"""
import argparse
import json
import subprocess

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--dmoe", default="build/release/bin/dmoe")
parser.add_argument("--data")
parser.add_argument("--seconds", type=float, default=3)
parser.add_argument("--threads", type=int, default=2)
arguments = parser.parse_args()


def bench(experts, hidden):
    command = [arguments.dmoe, "bench", "--threads", str(arguments.threads), "--seconds", str(arguments.seconds),
               "--preset", "mnist-4x100-4x100" if arguments.data else "digits-4x100-4x100", "--json"]
    if arguments.data:
        command += ["--data", arguments.data]
    for layer in (0, 1):
        command += ["--set", f"network.layers.{layer}.experts={experts}",
                    "--set", f"network.layers.{layer}.hidden=[{hidden}]"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def table(title, cases):
    print(f"\n{title}\n\n| experts | hidden | parameters | ms a minibatch | ns a parameter | snapshot, ms | "
          "peak memory, MB | bytes a parameter |\n|---|---|---|---|---|---|---|---|")
    for experts, hidden in cases:
        result = bench(experts, hidden)
        step = result["minibatch"] / result["examples_per_second"]
        parameters = result["parameters"]
        print(f"| {experts} | {hidden} | {parameters:,} | {1e3 * step:.2f} | {1e9 * step / parameters:.2f} | "
              f"{1e3 * result['snapshot_seconds']:.1f} | {result['peak_memory_mb']:.0f} | "
              f"{1e6 * result['peak_memory_mb'] / parameters:.0f} |", flush=True)


table("Experts a layer", [(experts, 100) for experts in (4, 16, 64, 256)])
table("Hidden units an expert", [(4, hidden) for hidden in (100, 400, 1600)])
