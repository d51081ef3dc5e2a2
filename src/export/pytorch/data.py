"""What the run trains on: windows of text.txt in the browser's tokens, or the samples of its task."""

import codecs
import json
from pathlib import Path

import torch

from pieces import pieces
from sums import same, samples_difference, sum_of, sum_of_text, sum_of_tokens, text_difference, tokens_difference
from tensor_file import read_tensors

HELD_OUT = 0.1  # of a text, at its end
NO_ANSWER = -1  # the target where nothing is asked


def read_data(folder, context, lab=None):
    """
    TextData or TaskData: both have `batch` and `held_out`, `sums` of what was read, and `difference`: a sentence on what
    is not as `lab` says, which is "data" of config.json, or None.
    """
    folder = Path(folder)
    lab = lab or {}
    if (folder / "samples.safetensors").exists():
        content = (folder / "samples.safetensors").read_bytes()
        data = TaskData(read_tensors(folder / "samples.safetensors"))
        data.sums = {"samples": sum_of(content)}
        data.difference = samples_difference(content, lab["samples"]) if "samples" in lab else None
        return data
    saved = json.loads((folder / "tokenizer.json").read_text("utf-8-sig"))
    content = text_bytes(folder / "text.txt", lab.get("text"))
    text = content.decode("utf-8")
    tokens = tokenizer(saved)(text)
    data = TextData(torch.tensor(tokens, dtype=torch.int32), context)
    data.sums = {"text": sum_of_text(content), "tokens": sum_of_tokens(tokens)}
    data.difference = text_difference(content, lab["text"]) if "text" in lab else None
    if data.difference is not None:
        data.difference += unknown_symbols(saved, text)
    elif "tokens" in lab:
        data.difference = tokens_difference(tokens, lab["tokens"])
    return data


def text_bytes(path, expected):
    """The file as it is, line ends too; less a byte order mark that an editor put before it."""
    content = path.read_bytes()
    if content.startswith(codecs.BOM_UTF8) and not (expected and same(sum_of(content), expected)):
        content = content[len(codecs.BOM_UTF8) :]
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise SystemExit(f"{path.name} is not UTF-8: it was saved in another encoding, or is damaged.")
    return content


def unknown_symbols(saved, text):
    """What to add on a text of which a vocabulary of characters lacks some."""
    known = set(saved.get("symbols", text))
    unknown = [symbol for symbol in text if symbol not in known]
    if not unknown:
        return ""
    return f" The vocabulary lacks {len(unknown):,} of its characters, such as {unknown[0]!a}: token 0 stands for each."


class TextData:
    """Every next token is due; the end of the text is held out."""

    def __init__(self, tokens, context):
        if len(tokens) < 2 * (context + 1):
            raise SystemExit(f"The text has {len(tokens)} tokens, and a context of {context} needs {2 * (context + 1)}.")
        size = max(context + 1, int(len(tokens) * HELD_OUT))
        self.context, self.train, self.validation = context, tokens[:-size], tokens[-size:]

    def batch(self, rows, generator):
        """Inputs and targets (rows, T) from random places of the text."""
        starts = torch.randint(len(self.train) - self.context, (rows,), generator=generator)
        return self.windows(self.train, starts.tolist())

    def held_out(self, rows):
        """The same windows each time, spread evenly over the text held out."""
        rows = max(1, min(rows, (len(self.validation) - 1) // self.context))
        last = len(self.validation) - self.context - 1
        return self.windows(self.validation, [row * last // max(1, rows - 1) for row in range(rows)])

    def windows(self, tokens, starts):
        windows = torch.stack([tokens[start : start + self.context + 1] for start in starts]).long()
        return windows[:, :-1], windows[:, 1:]


class TaskData:
    """Samples that the browser made; an answer is due only here and there."""

    def __init__(self, tensors):
        self.tensors = {name: tensor.long() for name, tensor in tensors.items()}

    def batch(self, rows, generator):
        chosen = torch.randint(len(self.tensors["train.inputs"]), (rows,), generator=generator)
        return self.tensors["train.inputs"][chosen], self.tensors["train.targets"][chosen]

    def held_out(self, rows):
        return self.tensors["validation.inputs"][:rows], self.tensors["validation.targets"][:rows]


def tokenizer(saved):
    """A function from text to a list of token ids."""
    if saved["id"] == "char":
        ids = {symbol: i for i, symbol in enumerate(saved["symbols"])}
        return lambda text: [ids.get(symbol, 0) for symbol in text]  # 0 stands for what the vocabulary lacks
    if saved["id"] == "bytes":
        return lambda text: list(text.encode("utf-8"))
    if saved["id"] == "bpe":
        return byte_pairs(saved["merges"])
    raise SystemExit(f'tokenizer.json is of a kind that this script does not know: "{saved["id"]}".')


def byte_pairs(merges):
    made = {(left, right): 256 + i for i, (left, right) in enumerate(merges)}
    known = {}  # a text has few different pieces: each is merged once

    def encode(text):
        ids = []
        for piece in pieces(text):
            if piece not in known:
                known[piece] = merged(list(piece.encode("utf-8")), made)
            ids += known[piece]
        return ids

    return encode


def merged(tokens, made):
    """Joins pairs until none is left to join: of those there the one learned first, leftmost first."""
    never = len(made) + 256
    while True:
        made_here = [made.get(pair, never) for pair in zip(tokens, tokens[1:])]
        token = min(made_here, default=never)
        if token == never:
            return tokens
        at = made_here.index(token)
        tokens[at : at + 2] = [token]
