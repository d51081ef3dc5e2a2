"""Cuts a text where no merge crosses: words, numbers and signs with the space before them, and white space."""

from bisect import bisect_right

LONGEST_PIECE = 32  # characters, beside the space


def pieces(text):
    """The pieces of a text, one after the other; joined they are the text."""
    start = 0
    while start < len(text):
        spaced = text[start] == " " and kind(text[start + 1 : start + 2]) in ("word", "number", "sign")
        first = start + 1 if spaced else start
        end = first + 1
        while end < min(first + LONGEST_PIECE, len(text)) and kind(text[end]) == kind(text[first]):
            end += 1
        yield text[start:end]
        start = end


def ranges(written):
    """[(first, last)] of hexadecimal code points, "41-5a aa"."""
    return [(int(part.split("-")[0], 16), int(part.split("-")[-1], 16)) for part in written.split()]


# RANGES: code points of each kind, which the lab writes here.

STARTS = {name: [first for first, _ in own] for name, own in RANGES.items()}
KINDS = {"": "end", "\n": "line"}  # and every character that was asked for


def kind(character):
    """"word", "number", "blank" or "sign"; a line feed is a kind of its own."""
    if character not in KINDS:
        KINDS[character] = next((name for name in RANGES if is_in(name, ord(character))), "sign")
    return KINDS[character]


def is_in(name, code):
    at = bisect_right(STARTS[name], code) - 1
    return at >= 0 and code <= RANGES[name][at][1]
