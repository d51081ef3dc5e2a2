"""The transformer that Attention Lab trained: embed, mix and feed forward in every layer, unembed.

Most ways to mix are those of "Deconstructing Attention" (arXiv 2510.11602); a stack may have another in each layer.
Parameters have the browser's names and shapes: a weight is (in, out) and used as x @ W. In the shapes below B counts
sequences, R rows (the sequences and, below them, the reference streams), T tokens, d width, h heads, V vocabulary.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

class Linear(nn.Module):
    def __init__(self, inputs, outputs, bias=False):
        super().__init__()
        self.weight = nn.Parameter(0.02 * torch.randn(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def forward(self, x):
        y = x @ self.weight
        return y if self.bias is None else y + self.bias


class RMSNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.gain


class SwiGLU(nn.Module):
    """The feed-forward of every layer, and in a smaller size the variant "mlp", where no token sees another."""

    def __init__(self, width, hidden):
        super().__init__()
        self.gate = Linear(width, hidden)
        self.up = Linear(width, hidden)
        self.down = Linear(hidden, width)

    def forward(self, x):
        return self.down(F.silu(self.gate(x)) * self.up(x))


def rope(x, theta):
    """Rotates (..., T, dh) by its position, halves against each other, as Llama and Qwen2 do."""
    T, dh = x.shape[-2:]
    frequency = theta ** (-torch.arange(0, dh, 2, device=x.device) / dh)
    angle = torch.arange(T, device=x.device)[:, None] * frequency  # (T, dh/2)
    cos, sin = angle.cos(), angle.sin()
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


def visible_keys(T, sees, device):
    """(T, T), true where query i sees key j: the last `sees` keys up to its own, all of them where that is None."""
    past = torch.ones(T, T, dtype=torch.bool, device=device).tril()
    return past if sees is None else past.triu(1 - sees)


# Weights (..., h, T, T) of queries and keys (..., h, T, dh); each row is a distribution over the keys its query sees.
# FORMS: the forms of this stack, which the lab writes here.


class Attention(nn.Module):
    def __init__(self, c, form, sees, off):
        super().__init__()
        self.weights, self.rotates = FORMS[form]
        self.sees, self.theta, self.off = sees, c["ropeTheta"], off
        self.heads, self.kv_heads, self.head_dim = c["heads"], c["kvHeads"], c["dModel"] // c["heads"]
        d, bias = c["dModel"], c["qkvBias"]
        self.q = Linear(d, self.heads * self.head_dim, bias)
        self.k = Linear(d, self.kv_heads * self.head_dim, bias)
        self.v = Linear(d, self.kv_heads * self.head_dim, bias)
        self.o = Linear(self.heads * self.head_dim, d)
        self.qNorm = RMSNorm(self.head_dim, c["rmsEps"]) if c["qkNorm"] else None
        self.kNorm = RMSNorm(self.head_dim, c["rmsEps"]) if c["qkNorm"] else None

    def split(self, x, heads):
        return x.view(*x.shape[:2], heads, self.head_dim).transpose(1, 2)  # (R, heads, T, dh)

    def forward(self, n, source):
        """Mixes n (R, T, d) by the map of `source`: (R, T, d), or (1, T, d) where one map serves every row."""
        q = self.split(self.q(source), self.heads)
        k = self.split(self.k(source), self.kv_heads)
        v = self.split(self.v(n), self.kv_heads)
        if self.qNorm is not None:
            q, k = self.qNorm(q), self.kNorm(k)
        if self.rotates:
            q, k = rope(q, self.theta), rope(k, self.theta)
        group = self.heads // self.kv_heads  # heads that share a key and a value
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        mixed = self.weights(q, k, visible_keys(n.shape[1], self.sees, n.device)) @ v  # (R, h, T, dh)
        if self.off:  # heads that are switched off add nothing
            on = torch.ones(self.heads, device=n.device)
            on[self.off] = 0
            mixed = mixed * on[:, None, None]
        return self.o(mixed.transpose(1, 2).flatten(2))


class Layer(nn.Module):
    def __init__(self, c, layer):
        super().__init__()
        d = c["dModel"]
        self.source = layer.get("source")  # of queries and keys; None where no token sees another
        self.norm1 = RMSNorm(d, c["rmsEps"])
        if self.source is None:
            self.mixer = SwiGLU(d, c["mlpHidden"])
        else:
            self.mixer = Attention(c, layer["form"], layer["sees"], layer["headsOff"])
        self.norm2 = RMSNorm(d, c["rmsEps"])
        self.ffn = SwiGLU(d, c["ffn"])

    def forward(self, x, embedded, streams):
        """x and the embedded tokens are (R, T, d); `streams` has the row of each reference stream."""
        n = self.norm1(x)
        if self.source is None:
            x = x + self.mixer(n)
        elif self.source == "current":
            x = x + self.mixer(n, n)
        elif self.source == "static":  # the embedding through this layer's own norm
            x = x + self.mixer(n, self.norm1(embedded))
        else:
            row = streams[self.source]
            x = x + self.mixer(n, n[row : row + 1])
        return x + self.ffn(self.norm2(x))


class Model(nn.Module):
    """`c` is "model" of config.json."""

    def __init__(self, c):
        super().__init__()
        V, T, d = c["vocab"], c["context"], c["dModel"]
        self.context = T
        self.embed = nn.Embedding(V, d)
        nn.init.normal_(self.embed.weight, std=0.02)
        self.layers = nn.ModuleList(Layer(c, layer) for layer in c["layers"])
        self.norm = RMSNorm(d, c["rmsEps"])
        self.head = None
        if not c["tieEmbeddings"]:
            self.head = nn.Linear(d, V, bias=False)  # the one weight that is (out, in), like the embedding
            nn.init.normal_(self.head.weight, std=0.02)
        sources = {layer.source for layer in self.layers}
        # What the reference streams begin with: fixed, not trained, the same for every batch.
        text = torch.zeros(T, dtype=torch.int32) if "text" in sources else None
        random = 0.02 * torch.randn(T, d) if "random" in sources else None
        self.register_buffer("fixedSequence", text)
        self.register_buffer("randomEmbedding", random)

    def forward(self, ids):
        """Logits (B, T, V) of token ids (B, T)."""
        B, T = ids.shape
        # The reference streams ride along as further rows, through the same layers, and gradients flow through them.
        rows, streams = [self.embed(ids)], {}
        if self.fixedSequence is not None:
            streams["text"] = B
            rows.append(self.embed(self.fixedSequence[None, :T].long()))
        if self.randomEmbedding is not None:
            streams["random"] = B + len(streams)
            rows.append(self.randomEmbedding[None, :T])
        embedded = torch.cat(rows)  # (R, T, d)
        x = embedded
        for layer in self.layers:
            x = layer(x, embedded, streams)
        unembedding = self.embed.weight if self.head is None else self.head.weight
        return self.norm(x[:B]) @ unembedding.T
