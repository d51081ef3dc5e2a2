"""Reads tokenizer.json and cuts a text into the browser's tokens."""

from folder import FolderError, parse_object, quoted, read_bytes
from pieces import pieces


def read_tokenizer(path, vocab):
    """tokenizer.json as `tokenizer` takes it: it makes tokens that the model has."""
    saved = parse_object(path, read_bytes(path))
    kind = saved.get("id")
    if kind not in ("char", "bytes", "bpe"):
        raise FolderError(path, f'is of a kind that this script does not know: {quoted(kind)} as "id"')
    symbols, merges = saved.get("symbols"), saved.get("merges")
    if kind == "char" and not is_symbols(symbols):
        raise FolderError(path, 'must have a list of characters, no two alike, as "symbols"')
    if kind == "bpe" and not is_merges(merges):
        raise FolderError(path, 'must have a list of pairs of earlier tokens, no two alike, as "merges"')
    count = {"char": lambda: len(symbols), "bytes": lambda: 256, "bpe": lambda: 256 + len(merges)}[kind]()
    if count > vocab:
        raise FolderError(path, f"makes {count} different tokens, and the model in config.json knows {vocab}")
    return saved


def is_symbols(symbols):
    is_list = isinstance(symbols, list) and all(isinstance(symbol, str) and len(symbol) == 1 for symbol in symbols)
    return is_list and 0 < len(symbols) == len(set(symbols))


def is_merges(merges):
    """Each pair is of bytes, or of tokens that merges before it made."""
    is_pairs = isinstance(merges, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in merges)
    return (
        is_pairs
        and all(type(token) is int and 0 <= token < 256 + i for i, pair in enumerate(merges) for token in pair)
        and len({tuple(pair) for pair in merges}) == len(merges)
    )


def tokenizer(saved):
    """A function from text to a list of token ids. `saved` is what read_tokenizer gives."""
    if saved["id"] == "char":
        ids = {symbol: i for i, symbol in enumerate(saved["symbols"])}
        return lambda text: [ids.get(symbol, 0) for symbol in text]  # 0 stands for what the vocabulary lacks
    if saved["id"] == "bytes":
        return lambda text: list(text.encode("utf-8"))
    return byte_pairs(saved["merges"])


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
