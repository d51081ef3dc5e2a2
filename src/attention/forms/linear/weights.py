def linear_weights(q, k, visible):
    """φ(q)·φ(k) over its sum, φ(x) = elu(x) + 1 (Katharopoulos et al. 2020)."""
    weights = (F.elu(q) + 1) @ (F.elu(k) + 1).transpose(-1, -2) * visible
    return weights / weights.sum(-1, keepdim=True)
