"""Reads and writes safetensors files without the package: a length, a JSON header, then the numbers."""

import ctypes
import json
import math

import torch

from folder import FolderError, parse_object, quoted, read_bytes, write_file

DTYPES = {"F32": torch.float32, "I32": torch.int32, "I16": torch.int16}
BYTES = {"F32": 4, "I32": 4, "I16": 2}
# Hugging Face's loaders open no file that says another format, or (some) says nothing.
METADATA = {"producer": "attention-lab", "format": "pt"}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def read_tensors(path):
    """The file's tensors by name. Raises FolderError where it is not a whole safetensors file."""
    content = read_bytes(path)
    size = int.from_bytes(content[:8], "little")
    if len(content) < 8 + size:
        raise FolderError(path, "is not a safetensors file, or ends within its header")
    header = parse_object(path, content[8 : 8 + size], "has a header that ")
    body = memoryview(content)[8 + size :]
    tensors, places = {}, []
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        dtype, shape, (start, end) = read_entry(path, name, entry)
        if end > len(body):
            raise FolderError(path, f"ends before its tensor {quoted(name)} does: it was not copied to the end")
        own = bytearray(body[start:end])  # of its own, so that it is aligned
        tensors[name] = torch.frombuffer(own, dtype=dtype).reshape(shape)
        places.append((start, end))
    covered = 0
    for start, end in sorted(places):
        if start != covered:
            raise FolderError(path, "has tensors that overlap or leave a gap")
        covered = end
    if covered != len(body):
        raise FolderError(path, "goes on after its last tensor")
    return tensors


def read_entry(path, name, entry):
    """Type, shape and place of a tensor, as the header has them."""
    entry = entry if isinstance(entry, dict) else {}
    dtype, shape, place = (entry.get(key) for key in ("dtype", "shape", "data_offsets"))
    is_right = isinstance(dtype, str) and dtype in DTYPES and is_counts(shape) and is_counts(place) and len(place) == 2
    if not is_right or not 0 < math.prod(shape) * BYTES[dtype] == place[1] - place[0]:
        raise FolderError(path, f"describes its tensor {quoted(name)} wrongly: {quoted(entry)}")
    return DTYPES[dtype], shape, place


def is_counts(values):
    """Whether it is a list of sizes or offsets."""
    return isinstance(values, list) and all(type(value) is int and 0 <= value < 2**53 for value in values)


def is_within(tokens, first, end):
    """Whether all of a tensor are from `first` to below `end`."""
    tokens = tokens.long()
    return bool(((first <= tokens) & (tokens < end)).all())


def write_tensors(path, tensors):
    """Writes tensors by name."""
    header, parts, end = {"__metadata__": METADATA}, [], 0
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
    write_file(path, len(text).to_bytes(8, "little"), text, *parts)
