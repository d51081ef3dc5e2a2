"""
Damages the exported folders ARGUMENTS[2:] in as many places as ARGUMENTS[1] says, drawn by the seed ARGUMENTS[0], and prints
how many opened: what opens trains a step, what does not is a FolderError with a sentence. Nothing else is raised or written.
"""

import json
import random
import re
import resource
import sys
from pathlib import Path
from time import perf_counter

import folder as folder_file
import torch
import train

SENTENCE = re.compile(r"\S*(config\.json|tokenizer\.json|text\.txt|\w+\.safetensors) .*\. [A-Z].*\.", re.DOTALL)
ODD = [None, True, -1, 0, 0.5, 1e30, 10**400, 2**32 - 1, "", "\ud800", "__proto__", [], {}, [[]], [None], {"id": 0}]
SIGNS = [b"", b"null", b"1e999", b"NaN", b"-1", b"{", b"]", b'"', b",", b"\xff", b"\x00", b"\xef\xbb\xbf", b"[" * 20_000]


def flipped(draws, content):
    """A bit, anywhere or in the beginning, where a header is."""
    content = bytearray(content)
    at = draws.randrange(draws.choice([min(len(content), 300), len(content)]))
    content[at] ^= 1 << draws.randrange(8)
    return bytes(content)


def cut(draws, content):
    return content[: draws.randrange(len(content))]


def scratched(draws, content):
    at = draws.randrange(len(content) + 1)
    return content[:at] + draws.choice(SIGNS) + content[at + draws.randrange(4) :]


def replaced(draws, content):
    """Another value somewhere in a file of JSON or in a header, or none."""
    size = int.from_bytes(content[:8], "little") if content[:1] != b"{" else None
    value = json.loads(content if size is None else content[8 : 8 + size])
    holder = value
    while True:
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        key = draws.choice(keys)
        if not isinstance(holder[key], (dict, list)) or not holder[key] or draws.random() < 0.2:
            break
        holder = holder[key]
    if draws.random() < 0.2:
        del holder[key]
    else:
        holder[key] = draws.choice(ODD)
    text = json.dumps(value).encode()
    return text if size is None else len(text).to_bytes(8, "little") + text + content[8 + size :]


def odd_numbers(draws, content):
    """A few numbers of a tensor are others."""
    odd = [b"\x00\x00\xc0\x7f", b"\x00\x00\x80\xff", b"\xff\xff\xff\x7f", b"\x00\x00\x80\xbf"]
    at = len(content) - 4 * draws.randrange(1, 200)
    return content[:at] + draws.choice(odd) + content[at + 4 :]


def damaged(draws, name, content):
    kinds = [flipped, cut, scratched]
    if name.endswith(".json"):
        kinds += [replaced] * 5
    if name.endswith(".safetensors"):
        kinds += [replaced, odd_numbers]
    return draws.choice(kinds)(draws, content)


def opens(own):
    """Whether the folder opens, on the lab's text; if so, it trains a step and validates, whatever its losses are."""
    train.HERE = own
    try:
        config, model, optimizer, data = train.open_run(own, torch.device("cpu"))
    except folder_file.FolderError as error:
        assert SENTENCE.fullmatch(str(error)), str(error)
        return False
    inputs, targets = data.batch(2, torch.Generator().manual_seed(config["seed"]))
    o = config["optimizer"]
    train.update(model, optimizer, inputs, targets, train.learning_rate(config["step"], config["steps"], o), o["clipNorm"])
    train.validate(model, data, 2, 2, 0, 1, torch.device("cpu"))
    assert data.difference is None or re.fullmatch(r"[a-z]+\.\w+ .*\.", data.difference), data.difference
    return data.difference is None


def read_files(folder):
    """By path the content of each file that the scripts read, and not Python."""
    found = (path for path in sorted(Path(folder).iterdir()) if path.suffix in (".json", ".txt", ".safetensors"))
    return {path: path.read_bytes() for path in found if path.name != "requirements.txt"}


def main(seed, count, *folders):
    draws = random.Random(int(seed))
    files = {folder: read_files(folder) for folder in folders}
    for folder in folders:
        assert opens(Path(folder)), folder
    opened, slowest, largest = 0, 0.0, 0
    for case in range(int(count)):
        own = draws.choice(folders)
        before = files[own]
        path = draws.choice(list(before))
        content = damaged(draws, path.name, before[path])
        memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
        path.write_bytes(content)
        try:
            opened += opens(Path(own))
        except BaseException:
            print(f"Case {case}: {path.name} in {own}.", file=sys.stderr)
            raise
        assert read_files(own) == {**before, path: content}, f"case {case}: a file was written"
        path.write_bytes(before[path])
        slowest = max(slowest, perf_counter() - start)
        largest = max(largest, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory)
        assert slowest < 10, f"case {case} took {slowest:.1f} s"
        assert largest < 64 * 1024, f"case {case} took {largest} KiB"
    print(f"{opened} of {count} opened, the slowest took {1000 * slowest:.0f} ms, the largest {largest} KiB")


main(*sys.argv[1:])
