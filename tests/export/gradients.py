"""
Writes the gradients of one step on each batch of FOLDER/batches.safetensors, of which each of n processes takes every n-th
row, and what validation gives.
"""

import json
import sys
from pathlib import Path

import torch
from torch.nn.parallel import DistributedDataParallel

import data
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
    loss, _, due = train.update(parallel, optimizer, inputs[rank::world], targets[rank::world], 1e-3, 1e9)
    written[f"{at}.loss"], written[f"{at}.due"] = loss, due
    for name, parameter in model.named_parameters():
        written[f"{at}.gradient.{name}"] = parameter.grad
model = weights.load_model(folder, config["model"])
held_out = data.read_data(folder, config)
written["validation"] = torch.tensor(train.validate(model, held_out, 7, 2, rank, world, device))
if rank == 0:
    tensor_file.write_tensors(folder / f"gradients-{world}.safetensors", written)
if world > 1:
    train.dist.barrier()
    train.sleep(0.2)
    train.dist.destroy_process_group()
