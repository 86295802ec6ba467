"""Requests over time, and the machines that they go to."""

from collections.abc import Sequence
from typing import TypeAlias

Ask: TypeAlias = tuple[int, int]
"""A time and the number of a machine; for one unit."""


def demand(requests: int, span: tuple[int, int], shares: Sequence[int]) -> list[Ask]:
    """Spread requests evenly over a span; each goes to the machine that is furthest behind its share."""
    start, end = span
    whole = sum(shares)
    owed = [0] * len(shares)
    asks = []
    for number in range(requests):
        owed = [debt + share for debt, share in zip(owed, shares, strict=True)]
        machine = max(range(len(shares)), key=owed.__getitem__)
        owed[machine] -= whole
        asks.append((start + (end - start) * number // requests, machine))
    return asks
