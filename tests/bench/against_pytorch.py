#!/usr/bin/env python3
"""Runs the PyTorch peer and `dmoe bench` in turns, A B A B, and prints the ratio pair by pair.

usage: against_pytorch.py PEER MNIST_DIR [--dmoe build/release/bin/dmoe] [--rounds 5] [--seconds 10] [--threads 2]

PEER is a Python program that prints one JSON line with "examples_per_second" for MNIST_DIR --threads T
--seconds S: the same training step in PyTorch. It is run with one thread and with two, because a small
minibatch does not gain by more; the better of its medians counts. Needs Debian's python3-torch, and an
otherwise idle machine: the load average is printed before each round.
"""
import argparse
import json
import os
import statistics
import subprocess

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("peer")
parser.add_argument("mnist")
parser.add_argument("--dmoe", default="build/release/bin/dmoe")
parser.add_argument("--preset", default="mnist-4x100-4x100")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--seconds", type=float, default=10)
parser.add_argument("--threads", type=int, default=2, help="of dmoe")
arguments = parser.parse_args()


def rate(command):
    """Examples a second, and everything else that was said."""
    line = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1]
    result = json.loads(line)
    return result["examples_per_second"], result


def peer(threads):
    return rate(["/usr/bin/python3", arguments.peer, arguments.mnist, "--threads", str(threads),
                 "--seconds", str(arguments.seconds)])[0]


def ours():
    return rate([arguments.dmoe, "bench", "--preset", arguments.preset, "--data", arguments.mnist,
                 "--threads", str(arguments.threads), "--seconds", str(arguments.seconds), "--json"])


peers = {1: [], 2: []}
bench = []
limits = []
for number in range(arguments.rounds):
    load = os.getloadavg()[0]
    for threads in peers:
        peers[threads].append(peer(threads))
    examples, result = ours()
    bench.append(examples)
    limits.append(result["times_dense_limit"])
    better = max(runs[-1] for runs in peers.values())
    print(f"round {number + 1} (load {load:.2f}): PyTorch 1 thread {peers[1][-1]:,.0f}, 2 threads "
          f"{peers[2][-1]:,.0f}; dmoe {arguments.threads} threads {examples:,.0f} examples/s: "
          f"{examples / better:.1f} times; dense limit x {limits[-1]:.2f}", flush=True)

best = max(statistics.median(runs) for runs in peers.values())
print(f"medians: PyTorch 1 thread {statistics.median(peers[1]):,.0f}, 2 threads "
      f"{statistics.median(peers[2]):,.0f}; dmoe {statistics.median(bench):,.0f}: "
      f"{statistics.median(bench) / best:.1f} times; dense limit x {statistics.median(limits):.2f}")
