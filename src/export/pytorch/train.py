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

from config import read_config
from data import NO_ANSWER, read_data
from folder import FolderError, make_folder, write_file
from tensor_file import write_tensors
from weights import load_model, load_moments

HERE = Path(__file__).resolve().parent


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="start", type=Path, default=HERE, help="folder of the weights to go on from")
    parser.add_argument("--out", type=Path, default=HERE / "trained", help="folder for the new weights")
    parser.add_argument("--steps", type=above_0, help="steps of the whole run, those already made included")
    parser.add_argument("--batch", type=above_0, help="windows in a step of each process")
    parser.add_argument(
        "--other-text", action="store_true", help="go on where the text or its tokens are not those of the lab"
    )
    parser.add_argument("--log", type=above_0, default=10, help="steps between two lines")
    return parser.parse_args()


def above_0(written):
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{written} is not a whole number above 0")
    return number


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


def summed(*values):
    """Tensors of one number each, summed over the processes, in float64."""
    total = torch.stack([value.detach().double() for value in values])
    if dist.is_initialized():
        dist.all_reduce(total)
    return total


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


def open_run(start, device):
    """
    config.json, model, optimizer and data: to go on from the weights in the folder `start`, on the data in this one. Raises
    FolderError where a file of them cannot be used.
    """
    config = read_config(start / "config.json")
    model = load_model(start, config["model"]).to(device)
    optimizer = make_optimizer(model, config["optimizer"])
    restore_moments(optimizer, model, load_moments(start, model), config["step"], device)
    return config, model, optimizer, read_data(HERE, config)


def save(folder, model, optimizer, config, step):
    """Writes what open_run reads, less the data."""
    moments = {}
    for name, parameter in model.named_parameters():
        state = optimizer.state[parameter]
        moments[f"first.{name}"], moments[f"second.{name}"] = state["exp_avg"], state["exp_avg_sq"]
    write_tensors(folder / "model.safetensors", model.state_dict())
    write_tensors(folder / "optimizer.safetensors", moments)
    text = json.dumps(config | {"step": step}, indent=2, allow_nan=False) + "\n"
    write_file(folder / "config.json", text.encode("utf-8"))


def summed_loss(logits, targets):
    """Cross-entropy in nats over the answers that are due, and how many there are."""
    loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=NO_ANSWER, reduction="sum")
    return loss, (targets != NO_ANSWER).sum()


def update(model, optimizer, inputs, targets, rate, clip_norm):
    """
    One step on the batches of all processes: their mean loss before it over all answers that are due, the gradient's
    norm before clipping, and how many answers were due.
    """
    for group in optimizer.param_groups:
        group["lr"] = rate
    loss, due = summed_loss(model(inputs), targets)
    # Sum over sum, as the processes may have unequal numbers of answers due. DistributedDataParallel gives the mean of
    # their gradients: times the number of processes it is the sum.
    all_loss, all_due = summed(loss, due).to(loss.dtype)
    all_due = all_due.clamp(min=1)
    world = dist.get_world_size() if dist.is_initialized() else 1
    optimizer.zero_grad(set_to_none=True)
    (loss * world / all_due).backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
    optimizer.step()
    return all_loss / all_due, norm, all_due


@torch.no_grad()
def validate(model, data, windows, batch, rank, world, device):
    """Mean loss and share of right answers on held-out data; each process takes a part of it."""
    inputs, targets = (part[rank::world] for part in data.held_out(windows))
    loss = right = due = torch.zeros((), device=device)
    for at in range(0, len(inputs), batch):
        answers = targets[at : at + batch].to(device)
        logits = model(inputs[at : at + batch].to(device))
        part, count = summed_loss(logits, answers)
        loss = loss + part.double()
        right = right + (logits.argmax(-1) == answers).sum()
        due = due + count
    loss, right, due = summed(loss, right, due).tolist()
    return loss / due, right / due


def hold(data, other_text, say):
    """Ends the script where the data are not, or cannot be told to be, the lab's, unless it was told to go on."""
    if data.difference is None:
        return
    if not other_text:
        raise SystemExit(
            f"{data.difference}\nNothing was trained. To train on it all the same, give the option --other-text."
        )
    say(data.difference, flush=True)


def is_finite(model, optimizer):
    """Whether all weights and moments are, so that training can go on from them."""
    moments = [state[moment] for state in optimizer.state.values() for moment in ("exp_avg", "exp_avg_sq")]
    return all(torch.isfinite(tensor).all() for tensor in [*model.parameters(), *moments])


def main():
    arguments = read_arguments()
    rank, world, device = join_processes()
    say = print if rank == 0 else lambda *_, **__: None
    config, model, optimizer, data = open_run(arguments.start, device)
    hold(data, arguments.other_text, say)
    config["data"] = {**config["data"], **data.sums}
    step, o, batch = config["step"], config["optimizer"], arguments.batch or config["batch"]
    # Those of a run that was extended are at the lowest rate; a finished run is trained for as many steps again.
    planned = config["steps"] + config["moreSteps"]
    steps = arguments.steps or (planned if step < planned else 2 * step)
    if steps <= step:
        raise SystemExit(f"The run has made {step} steps already, and --steps {steps} asks for no more.")
    if steps != planned:
        config["steps"], config["moreSteps"] = steps, 0
    make_folder(arguments.out)
    # Other windows for every process, and after every resume.
    generator = torch.Generator().manual_seed(config["seed"] + 1_000_003 * step + rank)
    parallel = DistributedDataParallel(model) if world > 1 else model
    count = sum(p.numel() for p in model.parameters())
    # ASCII alone is printed: an output that goes to a file may be in an encoding that lacks other signs.
    say(f"{count:,} parameters on {world} x {device.type}; step {step} of {steps}, {world} x {batch} windows a step")

    def report():
        loss, accuracy = validate(model, data, config["evalWindows"], batch, rank, world, device)
        say(f"step {step}: validation loss {loss:.4f}, right {100 * accuracy:.1f} %", flush=True)

    report()
    logged, since = [], perf_counter()
    while step < steps:
        inputs, targets = (part.to(device) for part in data.batch(batch, generator))
        loss, norm, due = update(parallel, optimizer, inputs, targets, learning_rate(step, config["steps"], o), o["clipNorm"])
        step += 1
        logged.append(torch.stack([loss * due, due]))
        if step % arguments.log == 0 or step == steps:
            loss, due = torch.stack(logged).double().sum(0).tolist()
            speed = world * len(logged) * inputs.numel() / (perf_counter() - since)
            say(f"step {step}: loss {loss / due:.4f}, gradient {norm:.3f}, {speed:,.0f} tokens/s", flush=True)
            logged, since = [], perf_counter()
        if step % config["evalInterval"] == 0 or step == steps:
            report()
            if not is_finite(model, optimizer):
                raise SystemExit(
                    f"Training diverged: at step {step} there are weights that are not finite numbers. They were not saved. "
                    'What was saved before is as it was; a lower "learningRate" in config.json may help.'
                )
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
    try:
        main()
    except FolderError as error:
        raise SystemExit(str(error))
