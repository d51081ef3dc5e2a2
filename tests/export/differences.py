"""Prints for each folder named, as JSON lines, in what its data are not those of its config.json."""

import json
import sys
from pathlib import Path

import config
import data
from folder import FolderError

for folder in map(Path, sys.argv[1:]):
    try:
        found = data.read_data(folder, config.read_config(folder / "config.json"))
        print(json.dumps([found.difference, found.sums]))
    except FolderError as end:
        print(json.dumps([f"ends: {end}", {}]))
