def key_weights(q, k, visible):
    """exp(s_j) / Σ exp(s_j) over the visible keys, s_j = SiLU(q_j)·k_j / √dh: a score of the key's position alone."""
    scores = (F.silu(q) * k).sum(-1)[..., None, :] / math.sqrt(q.shape[-1])
    return scores.masked_fill(~visible, -math.inf).softmax(-1)
