"""Prints for each folder named, as JSON lines, in what its data are not those of its config.json."""

import json
import sys
from pathlib import Path

import data

for folder in map(Path, sys.argv[1:]):
    config = json.loads((folder / "config.json").read_text("utf-8-sig"))
    try:
        found = data.read_data(folder, config["model"]["context"], config["data"])
        print(json.dumps([found.difference, found.sums]))
    except SystemExit as end:
        print(json.dumps([f"ends: {end}", {}]))
