"""The model of docs/spec.md for an all-standard stack in PyTorch on the processor, as its user would write it.

Answers requests on stdin, a line of JSON each, with a line of JSON on stdout; bench/pytorch.ts asks. Arrays are base64 of
little-endian float32 or int32.
"""

import base64
import json
import sys
import time

import torch
import torch.nn.functional as F


def tensor_of(text, dtype):
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=dtype)


def library():
    """The library that computes matrix products, on which speed depends most; empty where it cannot be told."""
    if torch.backends.mkl.is_available():
        return ", MKL"
    try:
        with open("/proc/self/maps") as maps:
            loaded = maps.read()
    except OSError:
        return ""
    return ", OpenBLAS" if "openblas" in loaded else ", reference BLAS" if "libblas" in loaded else ""


class Model:
    """Parameters by their names, weights (in, out), and their loss."""

    def __init__(self, config, params):
        self.config = config
        self.params = {
            name: tensor_of(p["values"], torch.float32).view(p["shape"]).requires_grad_()
            for name, p in params.items()
        }
        T, dh = config["context"], config["dModel"] // config["heads"]
        frequency = config["ropeTheta"] ** (-torch.arange(0, dh, 2).double() / dh)
        angle = torch.cat([torch.arange(T).double()[:, None] * frequency] * 2, -1)  # (T, dh)
        self.cos, self.sin = angle.cos().float(), angle.sin().float()
        self.masked = torch.ones(T, T, dtype=torch.bool).tril().logical_not()

    def rms_norm(self, x, name):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.config["rmsEps"]) * self.params[name]

    def rotate(self, x):
        a, b = x.chunk(2, -1)
        return x * self.cos + torch.cat([-b, a], -1) * self.sin

    def attend(self, q, k, v):
        if hasattr(F, "scaled_dot_product_attention"):
            return F.scaled_dot_product_attention(q, k, v, is_causal=True)
        scores = q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5
        return scores.masked_fill(self.masked, float("-inf")).softmax(-1) @ v

    def loss(self, inputs, targets):
        """Mean cross-entropy of targets (B, T)."""
        p, d, heads = self.params, self.config["dModel"], self.config["heads"]
        B, T = inputs.shape
        x = F.embedding(inputs, p["embed.weight"])
        for layer in range(self.config["layers"]):
            at = f"layers.{layer}."
            n = self.rms_norm(x, at + "norm1.gain")

            def project(name):
                y = F.linear(n, p[f"{at}mixer.{name}.weight"].t(), p[f"{at}mixer.{name}.bias"])
                return y.view(B, T, heads, d // heads).transpose(1, 2)

            mixed = self.attend(self.rotate(project("q")), self.rotate(project("k")), project("v"))
            x = x + mixed.transpose(1, 2).reshape(B, T, d) @ p[at + "mixer.o.weight"]
            m = self.rms_norm(x, at + "norm2.gain")
            gated = F.silu(m @ p[at + "ffn.gate.weight"]) * (m @ p[at + "ffn.up.weight"])
            x = x + gated @ p[at + "ffn.down.weight"]
        logits = self.rms_norm(x, "norm.gain") @ p["embed.weight"].t()
        return F.cross_entropy(logits.view(B * T, -1), targets.view(-1))


class Training:
    def __init__(self, threads, config, optimizer, params):
        torch.set_num_threads(threads)
        self.shape = (-1, config["context"])
        self.model = Model(config, params)
        self.clip_norm = optimizer["clipNorm"]
        decayed = {True: [], False: []}
        for name, tensor in self.model.params.items():
            decayed[params[name]["decayed"]].append(tensor)
        self.optimizer = torch.optim.AdamW(
            [
                {"params": decayed[True], "weight_decay": optimizer["weightDecay"]},
                {"params": decayed[False], "weight_decay": 0.0},
            ],
            lr=optimizer["learningRate"],
            betas=(optimizer["beta1"], optimizer["beta2"]),
            eps=optimizer["epsilon"],
            foreach=True,
        )

    def step(self, inputs, targets):
        """One update on int32 ids, flat. Returns the loss before it, a tensor."""
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.model.loss(inputs.long().view(self.shape), targets.long().view(self.shape))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.params.values(), self.clip_norm)
        self.optimizer.step()
        return loss.detach()

    def steps(self, batches):
        """Trains on each batch. Returns the last one's loss, and the milliseconds of all."""
        batches = [(tensor_of(b["inputs"], torch.int32), tensor_of(b["targets"], torch.int32)) for b in batches]
        start = time.perf_counter()
        for inputs, targets in batches:
            loss = self.step(inputs, targets)
        return {"loss": loss.item(), "milliseconds": 1000 * (time.perf_counter() - start)}


training = None
for line in sys.stdin:
    request = json.loads(line)
    if "open" in request:
        training = Training(**request["open"])
        answer = {"device": f"PyTorch {torch.__version__.split('+')[0]}{library()}"}
    else:
        answer = training.steps(request["steps"])
    print(json.dumps(answer), flush=True)
