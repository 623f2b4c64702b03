"""The kernel, without Django or DRF: a token's text, keys, signature and claims."""
