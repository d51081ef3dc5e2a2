"""Loads the weights and the optimizer's moments of a model, and checks that they are of the one in config.json."""

import torch

from folder import FolderError
from model import Model
from tensor_file import is_within, read_tensors


def load_model(folder, c):
    """The model that `c`, "model" of config.json, describes, with its weights."""
    path = folder / "model.safetensors"
    tensors = read_tensors(path)
    # First, so that a size which is wrong in config.json takes no memory.
    check_shapes(path, tensors, telling_shapes(c))
    model = Model(c)
    check_tensors(path, tensors, model.state_dict())
    text = tensors.get("fixedSequence")
    if text is not None and not is_within(text, 0, c["vocab"]):
        raise FolderError(path, f'has tokens in "fixedSequence" that are not among the {c["vocab"]} of the vocabulary')
    model.load_state_dict(tensors)
    return model


def load_moments(folder, model):
    """AdamW's moments by name: "first." and "second." before that of the parameter."""
    path = folder / "optimizer.safetensors"
    tensors = read_tensors(path)
    parameters = dict(model.named_parameters())
    both = ("first", "second")
    check_tensors(path, tensors, {f"{moment}.{name}": p for name, p in parameters.items() for moment in both})
    for name in parameters:
        if (tensors[f"second.{name}"] < 0).any():
            raise FolderError(path, f'has means of squares below 0 in "second.{name}": it is damaged')
    return tensors


def telling_shapes(c):
    """By name the shapes of tensors that have all of the model's sizes among them, and none of its parameters is larger."""
    T, d, layers = c["context"], c["dModel"], c["layers"]
    shapes = {"embed.weight": (c["vocab"], d)}
    for i, layer in enumerate(layers):
        shapes[f"layers.{i}.ffn.gate.weight"] = (d, c["ffn"])
        if layer.get("source") is None:
            shapes[f"layers.{i}.mixer.gate.weight"] = (d, c["mlpHidden"])
        else:
            shapes[f"layers.{i}.mixer.q.weight"] = (d, d)
    sources = {layer.get("source") for layer in layers}
    if "text" in sources:
        shapes["fixedSequence"] = (T,)
    if "random" in sources:
        shapes["randomEmbedding"] = (T, d)
    return shapes


def check_shapes(path, tensors, shapes):
    for name, shape in shapes.items():
        if name not in tensors:
            raise FolderError(path, f'lacks "{name}", which the model of config.json has: they do not belong together')
        found = tuple(tensors[name].shape)
        if found != tuple(shape):
            sizes = f'has {list(found)} as the shape of "{name}", and by config.json it is {list(shape)}'
            raise FolderError(path, f"{sizes}: they do not belong together")


def check_tensors(path, tensors, expected):
    """Checks that there are the tensors `expected` and no others, of the same shapes and types, and that all is finite."""
    check_shapes(path, tensors, {name: tensor.shape for name, tensor in expected.items()})
    for name, tensor in tensors.items():
        if name not in expected:
            raise FolderError(path, f'has "{name}", which the model of config.json lacks: they do not belong together')
        if tensor.dtype != expected[name].dtype:
            raise FolderError(path, f'has {tensor.dtype} in "{name}", and not {expected[name].dtype}')
        if not torch.isfinite(tensor).all():
            raise FolderError(
                path,
                f'has values in "{name}" that are not finite: it is damaged, or its run diverged',
                "Put it back as it was, or export a run whose loss is a number.",
            )
