"""A kind of submission: a limiter that keeps a meter for each key.

As for a meter, and besides: which keys it must hold (`eviction`, `small_scope`, `flood`), and what threads may not do
to it (`races`).
"""
