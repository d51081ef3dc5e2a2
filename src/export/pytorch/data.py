"""What the run trains on: windows of text.txt in the browser's tokens, or the samples of its task."""

import json
import unicodedata
from pathlib import Path

import torch

from tensor_file import read_tensors

# White space as JavaScript's \s has it, but for the line feed, which is a kind of its own.
BLANKS = set("\t\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff") | {chr(c) for c in range(0x2000, 0x200B)}
LONGEST_PIECE = 32
HELD_OUT = 0.1  # of a text, at its end
NO_ANSWER = -1  # the target where nothing is asked


def read_data(folder, context):
    """TextData or TaskData: both have `batch` and `held_out`."""
    folder = Path(folder)
    if (folder / "samples.safetensors").exists():
        return TaskData(read_tensors(folder / "samples.safetensors"))
    encode = tokenizer(json.loads((folder / "tokenizer.json").read_text("utf-8-sig")))
    tokens = encode((folder / "text.txt").read_bytes().decode("utf-8-sig"))
    return TextData(torch.tensor(tokens, dtype=torch.int32), context)


class TextData:
    """Every next token is due; the end of the text is held out."""

    def __init__(self, tokens, context):
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


def pieces(text):
    """Cuts a text where no merge crosses: words, numbers and signs with the space before them, and white space."""
    start = 0
    while start < len(text):
        spaced = text[start] == " " and kind(text[start + 1 : start + 2]) in ("word", "number", "sign")
        first = start + 1 if spaced else start
        end = first + 1
        while end < min(first + LONGEST_PIECE, len(text)) and kind(text[end]) == kind(text[first]):
            end += 1
        yield text[start:end]
        start = end


KINDS = {"": "end", "\n": "line"}


def kind(character):
    if character not in KINDS:
        category = "blank" if character in BLANKS else unicodedata.category(character)[0]
        KINDS[character] = {"blank": "blank", "L": "word", "M": "word", "N": "number"}.get(category, "sign")
    return KINDS[character]
