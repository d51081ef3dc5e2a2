def taylor_weights(q, k, visible):
    """(1 + s + s²/2) over its sum, s = q·k / √dh: the softmax's exponential as its second-order Taylor polynomial."""
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    weights = (1 + scores + scores.pow(2) / 2) * visible
    return weights / weights.sum(-1, keepdim=True)
