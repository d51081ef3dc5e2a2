"""Prints, for each case in the folder named, how far a form's weights in model.py are from those of the browser's map."""

import json
import sys
from pathlib import Path

import model
import torch

for path in sorted(Path(sys.argv[1]).glob("case-*.json")):
    case = json.loads(path.read_text())
    q, k, expected = (torch.tensor(case[name]) for name in ("q", "k", "map"))
    weights, _ = model.FORMS[case["form"]]
    found = weights(q, k, model.visible_keys(q.shape[-2], case["sees"], q.device))
    print(path.stem, f"{(found - expected).abs().max().item():.3e}")
