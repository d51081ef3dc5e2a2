"""Held against the browser by pytorch.test.ts: of each exported folder named, logits and the losses of further steps."""

import importlib
import json
import sys
from pathlib import Path

MODULES = ["model", "train", "tensor_file"]

for folder in map(Path, sys.argv[1:]):
    sys.path.insert(0, str(folder))
    model_file, train, files = map(importlib.import_module, MODULES)
    config = json.loads((folder / "config.json").read_text())
    asked = files.read_tensors(folder / "asked.safetensors")
    model = model_file.Model(config["model"])
    model.load_state_dict(files.read_tensors(folder / "model.safetensors"))
    answer = {"logits": model(asked["tokens"].long())}

    optimizer = train.make_optimizer(model, config["optimizer"])
    moments = files.read_tensors(folder / "optimizer.safetensors")
    train.restore_moments(optimizer, model, moments, config["step"], "cpu")
    losses = []
    for i, (inputs, targets) in enumerate(zip(asked["inputs"].long(), asked["targets"].long())):
        rate = train.learning_rate(config["step"] + i, config["steps"], config["optimizer"])
        losses.append(train.update(model, optimizer, inputs, targets, rate, config["optimizer"]["clipNorm"])[0])
    answer["losses"] = train.torch.stack(losses)
    files.write_tensors(folder / "answer.safetensors", answer)
    sys.path.pop(0)
    # The next folder has its own of the same names.
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(str(folder)):
            del sys.modules[name]
