"""Writes the gradients of one step on each batch of FOLDER/batches.safetensors, of which every process takes a part."""

import json
import sys
from pathlib import Path

from torch.nn.parallel import DistributedDataParallel

import tensor_file
import train
import weights

folder = Path(sys.argv[1])
rank, world, device = train.join_processes()
config = json.loads((folder / "config.json").read_text("utf-8"))
batches = tensor_file.read_tensors(folder / "batches.safetensors")
written = {}
for at, (inputs, targets) in enumerate(zip(batches["inputs"].long(), batches["targets"].long())):
    model = weights.load_model(folder, config["model"])
    optimizer = train.make_optimizer(model, config["optimizer"])
    parallel = DistributedDataParallel(model) if world > 1 else model
    rows = len(inputs) // world
    mine = slice(rank * rows, (rank + 1) * rows)
    loss, _, due = train.update(parallel, optimizer, inputs[mine], targets[mine], 1e-3, 1e9)
    written[f"{at}.loss"], written[f"{at}.due"] = loss, due
    for name, parameter in model.named_parameters():
        written[f"{at}.gradient.{name}"] = parameter.grad
if rank == 0:
    tensor_file.write_tensors(folder / f"gradients-{world}.safetensors", written)
if world > 1:
    train.dist.barrier()
    train.sleep(0.2)
    train.dist.destroy_process_group()
