"""Reads and writes safetensors files without the package: a length, a JSON header, then the numbers."""

import ctypes
import json
import os

import torch

DTYPES = {"F32": torch.float32, "I32": torch.int32, "I16": torch.int16}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def read_tensors(path):
    """The file's tensors by name."""
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
        body = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        own = bytearray(body[start:end])  # of its own, so that it is aligned
        tensor = torch.frombuffer(own, dtype=DTYPES[entry["dtype"]]) if own else torch.empty(0)
        tensors[name] = tensor.reshape(entry["shape"])
    return tensors


def write_tensors(path, tensors):
    """Writes tensors by name; a file that was there stays whole until the new one is."""
    # Hugging Face's loaders open no file that says another format, or (some) says nothing.
    header, parts, end = {"__metadata__": {"format": "pt"}}, [], 0
    for name, tensor in tensors.items():
        tensor = tensor.detach().cpu().contiguous()
        part = ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size())
        header[name] = {
            "dtype": NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [end, end + len(part)],
        }
        parts.append(part)
        end += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(f"{path}.new", "wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        file.writelines(parts)
    os.replace(f"{path}.new", path)
