"""How many numbers a meter keeps."""

from ratelimit import Meter


def state_size(meter: Meter) -> int:
    """Count the numbers that a meter keeps for its key; its quota, which all keys share, is left out."""
    shared = ("_limit", "_period", "_full", "_ahead")
    slots: tuple[str, ...] = meter.__slots__  # type: ignore[attr-defined]
    return sum(_count(getattr(meter, name)) for name in slots if name not in shared)


def _count(kept: object) -> int:
    return 1 if isinstance(kept, int) else sum(map(_count, kept))  # type: ignore[call-overload]
