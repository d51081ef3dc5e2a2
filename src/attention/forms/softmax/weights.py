def softmax_weights(q, k, visible):
    """exp(s) / Σ exp(s) over the visible keys, s = q·k / √dh."""
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    return scores.masked_fill(~visible, -math.inf).softmax(-1)
