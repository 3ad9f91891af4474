# SPDX-License-Identifier: GPL-3.0-or-later
"""safetensors with numpy alone, written from the format's description and not from this project's code:

    8 bytes      length N of the header, little-endian
    N bytes      JSON: {"NAME": {"dtype", "shape", "data_offsets": [begin, end]}, ..., "__metadata__": {text: text}}
    the rest     the numbers, row-major, little-endian; offsets count from here

usage: safetensors_numpy.py write FILE     writes the file that tst_safetensors.cpp expects
       safetensors_numpy.py read FILE      checks the file that tst_safetensors.cpp wrote, exit 1 if it differs
"""
import hashlib
import json
import struct
import sys

import numpy as np

TYPES = {"F32": "<f4", "F64": "<f8", "I32": "<i4", "U8": "u1"}
METADATA = {"format": "test", "note": 'quotes " and ü'}
TENSORS = {
    "matrix": ("F32", np.array([[1.5, -2, 3e-38], [np.inf, np.nan, 0.1]], dtype="<f4")),
    "vector": ("F64", np.array([0.1, -1e300, 0], dtype="<f8")),
    "cube": ("I32", np.arange(-12, 12, dtype="<i4").reshape(2, 3, 4)),
    "empty": ("F32", np.zeros((0, 5), dtype="<f4")),
}


def write(path):
    header, data = {"__metadata__": METADATA}, b""
    for name, (dtype, values) in TENSORS.items():
        raw = values.tobytes()
        header[name] = {"dtype": dtype, "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def read(path):
    with open(path, "rb") as file:
        bytes_ = file.read()
    (length,) = struct.unpack("<Q", bytes_[:8])
    header = json.loads(bytes_[8 : 8 + length])
    data = bytes_[8 + length :]
    assert length % 8 == 0, "numbers are not aligned"
    metadata = header.pop("__metadata__")
    digits = metadata.pop("sha256").encode()  # of the whole file but these digits
    assert bytes_.count(digits) == 1 and hashlib.sha256(bytes_.replace(digits, b"")).hexdigest().encode() == digits
    assert metadata == METADATA
    assert sorted(header) == sorted(TENSORS), sorted(header)
    for name, (dtype, values) in TENSORS.items():
        entry = header[name]
        begin, end = entry["data_offsets"]
        found = np.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
        assert entry["dtype"] == dtype and found.shape == values.shape, name
        assert found.tobytes() == values.tobytes(), name
    assert max(entry["data_offsets"][1] for entry in header.values()) == len(data)


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](sys.argv[2])
