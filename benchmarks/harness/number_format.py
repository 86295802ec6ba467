"""Figures as text: times, bytes and ratios, each with its unit."""

import re

from benchmarks.harness.figures import Spread


def seconds(value: float) -> str:
    """Write a time to three digits: `352 ns`, `4.71 µs`, `12.3 ms`, `1.20 s`."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            return f"{_digits(value / size)} {unit}"
    return f"{value * 1e9:.0f} ns"


def size(value: float) -> str:
    """Write bytes: `264`, `1,024`."""
    return f"{value:,.0f}"


def plain(text: str) -> str:
    """Leave out zeros that end a fraction, for the marks of an axis: `5 µs`, `2.5 ms`."""
    return re.sub(r"\.?0+ ", " ", text) if "." in text else text


def ratio(spread: Spread | None) -> str:
    """Write a ratio and its quartiles: `1.15 (1.12-1.20)`."""
    if spread is None:
        return "·"
    return f"{_digits(spread.median)} ({_digits(spread.low)}-{_digits(spread.high)})"


def times(value: float) -> str:
    """Write a factor."""
    return f"{_digits(value)}"


def _digits(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
