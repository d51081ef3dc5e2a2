"""Prints, for each golden fixture in the folder named, how far model.py's logits are from those it holds."""

import json
import sys
from pathlib import Path

import torch
from model import Model

for path in sorted(Path(sys.argv[1]).glob("*.json")):
    fixture = json.loads(path.read_text())
    config, inputs = fixture["config"], fixture["inputs"]
    tensors = {name: torch.tensor(p["data"]).reshape(p["shape"]) for name, p in fixture["params"].items()}
    model = Model(config)

    def given(name, dtype):
        return torch.tensor(inputs[name]["data"], dtype=dtype).reshape(inputs[name]["shape"])

    for name, dtype in [("fixedSequence", torch.int32), ("randomEmbedding", torch.float32)]:
        if getattr(model, name) is not None:
            tensors[name] = given(name, dtype)[: model.context]
    model.load_state_dict(tensors)
    expected = torch.tensor(fixture["expected"]["logits"]["data"])
    logits = model(given("tokens", torch.long)).flatten()
    print(path.stem, f"{(logits - expected).abs().max().item():.3e}")
