"""Reads config.json, "model" in which says how the model is made, and checks each value that the scripts use."""

from folder import FolderError, parse_object, quoted, read_bytes
from model import FORMS

SOURCES = ("current", "static", "text", "random")  # of queries and keys; None where no token sees another


def is_number(value):
    return type(value) in (int, float)  # which a bool is not


def whole(least):
    return f"a whole number from {least} to 4294967295", lambda value: type(value) is int and least <= value < 2**32


FROM_0 = "a number from 0 to 1e30", lambda value: is_number(value) and 0 <= value <= 1e30
ABOVE_0 = "a number above 0, at most 1e30", lambda value: is_number(value) and 0 < value <= 1e30
DECAY = "a number from 0 to below 1", lambda value: is_number(value) and 0 <= value < 1
SWITCH = "true or false", lambda value: isinstance(value, bool)
TEXT = "a text", lambda value: isinstance(value, str)
OBJECT = "an object", lambda value: isinstance(value, dict)

# What each value must be, in words and as a function.
CONFIG = {
    "step": whole(0),
    "steps": whole(1),
    "moreSteps": whole(0),
    "batch": whole(1),
    "evalInterval": whole(1),
    "evalWindows": whole(1),
    "seed": whole(0),
    "data": OBJECT,
    "optimizer": OBJECT,
    "model": OBJECT,
}
OPTIMIZER = {
    "learningRate": FROM_0,
    "minLearningRate": FROM_0,
    "warmup": whole(0),
    "beta1": DECAY,
    "beta2": DECAY,
    "epsilon": ABOVE_0,
    "weightDecay": FROM_0,
    "clipNorm": ABOVE_0,
}
MODEL = {
    **dict.fromkeys(["vocab", "context", "dModel", "heads", "kvHeads", "ffn", "mlpHidden"], whole(1)),
    **dict.fromkeys(["ropeTheta", "rmsEps"], ABOVE_0),
    **dict.fromkeys(["qkvBias", "qkNorm", "tieEmbeddings"], SWITCH),
    "layers": ("a list of layers, at least one", lambda value: isinstance(value, list) and len(value) > 0),
}
SUMS = {  # each of them, where "data" has it
    "text": {"sha256": TEXT, "bytes": whole(0), "characters": whole(0)},
    "tokens": {"sha256": TEXT, "count": whole(0)},
    "samples": {"sha256": TEXT, "bytes": whole(0)},
}


def read_config(path):
    """The object in config.json. Raises FolderError where a value is missing, or is one that it cannot have."""
    config = parse_object(path, read_bytes(path))
    check(path, "", config, CONFIG)
    check(path, "optimizer.", config["optimizer"], OPTIMIZER)
    check(path, "model.", config["model"], MODEL)
    check_model(path, config["model"])
    for name in SUMS.keys() & config["data"].keys():
        check(path, "data.", config["data"], {name: OBJECT})
        check(path, f"data.{name}.", config["data"][name], SUMS[name])
    return config


def check(path, place, values, wanted):
    """Checks the values of the object that is at `place` in the file."""
    for name, (words, is_right) in wanted.items():
        if name not in values:
            raise FolderError(path, f'lacks "{place}{name}"')
        if not is_right(values[name]):
            raise FolderError(path, f'has {quoted(values[name])} as "{place}{name}", which must be {words}')


def check_model(path, c):
    """Checks the layers, and what must divide what."""
    heads = c["heads"]
    for name, size, part in [("dModel", c["dModel"], heads), ("heads", heads, c["kvHeads"])]:
        if size % part:
            raise FolderError(path, f'has {size} as "model.{name}", which {part} heads do not divide')
    attention = {
        "form": (f"a form that model.py has: {', '.join(FORMS)}", lambda form: isinstance(form, str) and form in FORMS),
        "sees": ("null or a whole number above 0", lambda sees: sees is None or whole(1)[1](sees)),
        "headsOff": (
            f"a list of whole numbers from 0 to {heads - 1}",
            lambda off: isinstance(off, list) and all(type(head) is int and 0 <= head < heads for head in off),
        ),
    }
    for i, layer in enumerate(c["layers"]):
        place = f"model.layers[{i}]"
        if not isinstance(layer, dict):
            raise FolderError(path, f'has {quoted(layer)} as "{place}", which must be an object')
        if layer.get("source") is None:
            continue
        check(path, f"{place}.", layer, {"source": (f"one of {', '.join(SOURCES)}", lambda source: source in SOURCES)})
        check(path, f"{place}.", layer, attention)
        _, rotates = FORMS[layer["form"]]
        if rotates and c["dModel"] // heads % 2:
            raise FolderError(path, f"has {heads} heads of {c['dModel'] // heads}, and RoPE needs heads of an even size")
