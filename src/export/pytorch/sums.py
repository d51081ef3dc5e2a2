"""Holds what is in the folder against what the lab trained on: by SHA-256 sums, which config.json has under "data"."""

import hashlib
import sys
from array import array


def sum_of(content):
    """What config.json says of bytes."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def sum_of_text(content):
    """What config.json says of a text, which is given as its UTF-8."""
    return {**sum_of(content), "characters": len(content.decode("utf-8"))}


def sum_of_tokens(tokens):
    """What config.json says of a list of token ids: the sum is of 32-bit integers, the lowest byte first."""
    ids = array("i", tokens)
    if sys.byteorder == "big":
        ids.byteswap()
    return {"sha256": hashlib.sha256(ids.tobytes()).hexdigest(), "count": len(ids)}


def same(found, expected):
    return found["sha256"] == expected["sha256"]


def text_difference(content, expected):
    """In what a text, as UTF-8, is not the one of config.json: a sentence, or None where it is."""
    found = sum_of_text(content)
    if same(found, expected):
        return None
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if any(same(sum_of(lines.replace(b"\n", end)), expected) for end in (b"\n", b"\r\n", b"\r")):
        return "text.txt has other line ends than the lab's text: it is the same text otherwise."
    if found["characters"] != expected["characters"]:
        return f"text.txt has {found['characters']:,} characters, and the lab's text has {expected['characters']:,}."
    return f"text.txt is another text than the lab's, of the same length: {found['characters']:,} characters."


def tokens_difference(tokens, expected):
    """In what tokens are not those of config.json: a sentence, or None where they are."""
    found = sum_of_tokens(tokens)
    if same(found, expected):
        return None
    if found["count"] != expected["count"]:
        return f"tokenizer.json makes {found['count']:,} tokens of text.txt, and the lab made {expected['count']:,}."
    return f"tokenizer.json makes other tokens of text.txt than the lab did, as many: {found['count']:,}."


def samples_difference(content, expected):
    """In what the file of a task's samples is not that of config.json: a sentence, or None where it is."""
    return None if same(sum_of(content), expected) else "samples.safetensors is not the file that the lab wrote."
