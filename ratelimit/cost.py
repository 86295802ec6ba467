"""How many units a request asks for."""

from typing import Final

ONE: Final = 1
"""`cost is not ONE` takes as long as `cost != 1`, and is true for `True` and `1.0` too."""


def checked_cost(cost: object, capacity: int) -> int:
    """Return the cost as a plain int.

    Raises `TypeError` for what is no int (a bool is none here), and `ValueError` for what can never be granted.
    """
    if not isinstance(cost, int) or isinstance(cost, bool):
        raise TypeError(f"cost must be an int, got {cost!r}")
    if not 1 <= cost <= capacity:
        raise ValueError(f"cost must be from 1 to {capacity}, got {cost}")
    return int(cost)


def checked_charge(cost: object) -> int:
    """Return the cost of a charge or refund, which has no upper bound, as a plain int; raise as `checked_cost` does."""
    if not isinstance(cost, int) or isinstance(cost, bool):
        raise TypeError(f"cost must be an int, got {cost!r}")
    if cost < 1:
        raise ValueError(f"cost must be at least 1, got {cost}")
    return int(cost)
