"""Trains on from the weights in this folder, on one device or, under torchrun, on several. See README.md."""

import argparse
import json
import math
import os
from pathlib import Path
from time import perf_counter, sleep

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel

from data import NO_ANSWER, read_data
from model import Model
from tensor_file import read_tensors, write_tensors

HERE = Path(__file__).resolve().parent


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="start", type=Path, default=HERE, help="folder of the weights to go on from")
    parser.add_argument("--out", type=Path, default=HERE / "trained", help="folder for the new weights")
    parser.add_argument("--steps", type=int, help="steps of the whole run, those already made included")
    parser.add_argument("--batch", type=int, help="windows in a step of each process")
    parser.add_argument("--log", type=int, default=10, help="steps between two lines")
    return parser.parse_args()


def join_processes():
    """Rank, number of processes and device: torchrun sets the variables, without it there is one process."""
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    on_gpu = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if on_gpu else torch.device("cpu")
    if on_gpu:
        torch.cuda.set_device(device)
        torch.set_float32_matmul_precision("high")
    if world > 1:
        dist.init_process_group("nccl" if on_gpu else "gloo")
    return rank, world, device


def summed(values, device):
    """A list of numbers, summed over the processes."""
    total = torch.tensor(values, dtype=torch.float64, device=device)
    if dist.is_initialized():
        dist.all_reduce(total)
    return total.tolist()


def learning_rate(step, steps, o):
    """Of a step counted from 0: linear warm-up, then half a cosine down to the last step."""
    if step < o["warmup"]:
        return o["learningRate"] * (step + 1) / o["warmup"]
    done = min(1, (step - o["warmup"]) / max(1, steps - 1 - o["warmup"]))
    return o["minLearningRate"] + 0.5 * (o["learningRate"] - o["minLearningRate"]) * (1 + math.cos(math.pi * done))


def make_optimizer(model, o):
    """AdamW; weight decay is on matrices alone."""
    parameters = list(model.parameters())
    groups = [
        {"params": [p for p in parameters if p.dim() == 2], "weight_decay": o["weightDecay"]},
        {"params": [p for p in parameters if p.dim() != 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=0.0, betas=(o["beta1"], o["beta2"]), eps=o["epsilon"])


def restore_moments(optimizer, model, tensors, step, device):
    for name, parameter in model.named_parameters():
        optimizer.state[parameter] = {
            "step": torch.tensor(float(step)),
            "exp_avg": tensors[f"first.{name}"].to(device),
            "exp_avg_sq": tensors[f"second.{name}"].to(device),
        }


def save(folder, model, optimizer, config, step):
    folder.mkdir(parents=True, exist_ok=True)
    write_tensors(folder / "model.safetensors", model.state_dict())
    moments = {}
    for name, parameter in model.named_parameters():
        state = optimizer.state[parameter]
        moments[f"first.{name}"], moments[f"second.{name}"] = state["exp_avg"], state["exp_avg_sq"]
    write_tensors(folder / "optimizer.safetensors", moments)
    (folder / "config.json").write_text(json.dumps(config | {"step": step}, indent=2) + "\n", "utf-8")


def summed_loss(logits, targets):
    """Cross-entropy in nats over the answers that are due, and how many there are."""
    loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=NO_ANSWER, reduction="sum")
    return loss, (targets != NO_ANSWER).sum()


def update(model, optimizer, inputs, targets, rate, clip_norm):
    """One step: the loss of the batch before it, and the gradient's norm before clipping."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    loss, due = summed_loss(model(inputs), targets)
    loss = loss / due
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
    optimizer.step()
    return loss.detach(), norm


@torch.no_grad()
def validate(model, data, windows, batch, rank, world, device):
    """Mean loss and share of right answers on held-out data; each process takes a part of it."""
    inputs, targets = (part[rank::world] for part in data.held_out(windows))
    loss, right, due = 0.0, 0, 0
    for at in range(0, len(inputs), batch):
        answers = targets[at : at + batch].to(device)
        logits = model(inputs[at : at + batch].to(device))
        part, count = summed_loss(logits, answers)
        loss += part.item()
        right += (logits.argmax(-1) == answers).sum().item()
        due += count.item()
    loss, right, due = summed([loss, right, due], device)
    return loss / due, right / due


def main():
    arguments = read_arguments()
    rank, world, device = join_processes()
    config = json.loads((arguments.start / "config.json").read_text("utf-8-sig"))
    step, o, batch = config["step"], config["optimizer"], arguments.batch or config["batch"]
    # A finished run is trained for as many steps again.
    steps = arguments.steps or (config["steps"] if step < config["steps"] else 2 * step)
    config["steps"] = steps
    model = Model(config["model"])
    model.load_state_dict(read_tensors(arguments.start / "model.safetensors"))
    model.to(device)
    optimizer = make_optimizer(model, o)
    moments = read_tensors(arguments.start / "optimizer.safetensors")
    restore_moments(optimizer, model, moments, step, device)
    data = read_data(HERE, config["model"]["context"])
    # Other windows for every process, and after every resume.
    generator = torch.Generator().manual_seed(config["seed"] + 1_000_003 * step + rank)
    parallel = DistributedDataParallel(model) if world > 1 else model
    say = print if rank == 0 else lambda *_, **__: None
    count = sum(p.numel() for p in model.parameters())
    say(f"{count:,} parameters on {world} × {device.type}; step {step} of {steps}, {world} × {batch} windows a step")

    def report():
        loss, accuracy = validate(model, data, config["evalWindows"], batch, rank, world, device)
        say(f"step {step}: validation loss {loss:.4f}, right {100 * accuracy:.1f} %", flush=True)

    report()
    losses, since = [], perf_counter()
    while step < steps:
        inputs, targets = (part.to(device) for part in data.batch(batch, generator))
        loss, norm = update(parallel, optimizer, inputs, targets, learning_rate(step, steps, o), o["clipNorm"])
        step += 1
        losses.append(loss)
        if step % arguments.log == 0 or step == steps:
            mean = summed([torch.stack(losses).mean().item()], device)[0] / world
            speed = world * len(losses) * inputs.numel() / (perf_counter() - since)
            say(f"step {step}: loss {mean:.4f}, gradient {norm:.3f}, {speed:,.0f} tokens/s", flush=True)
            losses, since = [], perf_counter()
        if step % config["evalInterval"] == 0 or step == steps:
            report()
            if rank == 0:
                save(arguments.out, model, optimizer, config, step)
            since = perf_counter()
    say(f"The weights of step {step} are in {arguments.out}.")
    if world > 1:
        dist.barrier()  # the others wait until the weights are written
        # A thread of PyTorch 1.13 may still want Python's lock, to let go of a tensor that was summed. This one must
        # not hold the lock while it waits for that thread to end, or both wait forever.
        sleep(0.2)
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
