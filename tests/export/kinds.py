"""Writes the kind of every code point that pieces.py knows, one letter each, and the pieces of a text, as JSON."""

import json
import sys
from pathlib import Path

import pieces

LETTERS = {"word": "w", "number": "n", "sign": "s", "blank": "b", "line": "l"}

folder = Path(sys.argv[1])
kinds = "".join(LETTERS[pieces.kind(chr(code))] for code in range(0x110000))
text = (folder / "sample.txt").read_bytes().decode("utf-8")
(folder / "kinds.json").write_text(json.dumps([kinds, list(pieces.pieces(text))]), "utf-8")
