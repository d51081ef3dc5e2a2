"""What the run trains on: windows of text.txt in the browser's tokens, or the samples of its task."""

from pathlib import Path

import torch

from folder import FolderError, read_bytes, without_marks
from sums import same, samples_difference, sum_of, sum_of_text, sum_of_tokens, text_difference, tokens_difference
from tensor_file import is_within, read_tensors
from tokenizer import read_tokenizer, tokenizer

HELD_OUT = 0.1  # of a text, at its end
NO_ANSWER = -1  # the target where nothing is asked
NO_SUMS_OF_TEXT = "config.json lacks the sums of the text and its tokens: whether they are the lab's cannot be told."
NO_SUM_OF_SAMPLES = "config.json lacks the sum of samples.safetensors: whether the lab wrote it cannot be told."


def read_data(folder, config):
    """
    TextData or TaskData: both have `batch` and `held_out`, `sums` of what was read, and `difference`: a sentence on what
    is not as "data" of `config`, which is config.json, says, or is not told there; None where all is. Raises FolderError where
    a file cannot be used.
    """
    folder = Path(folder)
    return (read_task if "task" in config["data"] else read_text)(folder, config["model"], config["data"])


def read_task(folder, c, lab):
    path = folder / "samples.safetensors"
    data = TaskData(read_samples(path, c["vocab"], c["context"]))
    content = read_bytes(path)
    data.sums = {"samples": sum_of(content)}
    data.difference = samples_difference(content, lab["samples"]) if "samples" in lab else NO_SUM_OF_SAMPLES
    return data


def read_text(folder, c, lab):
    path = folder / "text.txt"
    saved = read_tokenizer(folder / "tokenizer.json", c["vocab"])
    content = text_bytes(path, lab.get("text"))
    text = content.decode("utf-8")
    tokens = tokenizer(saved)(text)
    least = 2 * (c["context"] + 1)
    if len(tokens) < least:
        wrong = f"has {len(tokens)} tokens, and a context of {c['context']} needs {least}"
        raise FolderError(path, wrong, "Give it a longer text, or the model in config.json a shorter context.")
    data = TextData(torch.tensor(tokens, dtype=torch.int32), c["context"])
    data.sums = {"text": sum_of_text(content), "tokens": sum_of_tokens(tokens)}
    if not {"text", "tokens"} <= lab.keys():
        data.difference = NO_SUMS_OF_TEXT
    else:
        data.difference = text_difference(content, lab["text"])
    if data.difference is not None:
        data.difference += unknown_symbols(saved, text)
    else:
        data.difference = tokens_difference(tokens, lab["tokens"])
    return data


def read_samples(path, vocab, context):
    """A task's tensors, each (sequences, T): tokens and, due at least once in each sequence, answers or NO_ANSWER."""
    tensors = read_tensors(path)
    for part in ("train", "validation"):
        for name in (f"{part}.inputs", f"{part}.targets"):
            if name not in tensors:
                raise FolderError(path, f'lacks "{name}"')
            least = NO_ANSWER if name.endswith("targets") else 0
            if tensors[name].is_floating_point() or not is_within(tensors[name], least, vocab):
                raise FolderError(path, f'has tokens in "{name}" that are not among the {vocab} of the vocabulary')
        inputs, targets = tensors[f"{part}.inputs"], tensors[f"{part}.targets"]
        if inputs.dim() != 2 or inputs.shape[1] > context or inputs.shape != targets.shape:
            shapes = f"{list(inputs.shape)} and {list(targets.shape)}"
            raise FolderError(path, f'has {shapes} as the shapes of what is for "{part}", and the context is {context}')
        if not (targets != NO_ANSWER).any(1).all():
            raise FolderError(path, f'has sequences in "{part}.inputs" of which no answer is due')
    return tensors


def text_bytes(path, expected):
    """The file as it is, line ends too; less byte order marks that editors put before it."""
    content = read_bytes(path)
    if not (expected and same(sum_of(content), expected)):
        content = without_marks(content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise FolderError(path, "is not UTF-8: it was saved in another encoding, or is damaged")
    return content


def unknown_symbols(saved, text):
    """What to add on a text of which a vocabulary of characters lacks some."""
    known = set(saved["symbols"] if saved["id"] == "char" else text)
    unknown = [symbol for symbol in text if symbol not in known]
    if not unknown:
        return ""
    return f" The vocabulary lacks {len(unknown):,} of its characters, such as {unknown[0]!a}: token 0 stands for each."


class TextData:
    """Every next token is due; the end of the text, which has at least 2 (T + 1) tokens, is held out."""

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
