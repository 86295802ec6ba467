"""What requests count in, and what they cost."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

from ratelimit.web.policy import Policy, checked_policies

Chosen: TypeAlias = Policy | Sequence[Policy] | None
RequestLimits: TypeAlias = Policy | Sequence[Policy] | Callable[[Any], Chosen | Awaitable[Chosen]]
Cost: TypeAlias = int | Callable[[Any], int | Awaitable[int]]


class Demand:
    """What requests count in, and what they cost: those of an app, or of one of its routes.

    limits: a `Policy`, several, or a function of the request that returns one, several or none, for a request that
        doesn't count.
    cost: how many units a request costs, or a function of the request that returns it; 0 doesn't count.
    has_own_cost: whether the cost is more than a count of requests: a function, or other than 1.

    Raises `TypeError` and `ValueError` for what can't be one of these.
    """

    __slots__ = ("choose", "cost", "has_own_cost", "policies", "price")

    def __init__(self, limits: RequestLimits, cost: Cost = 1) -> None:
        self.choose: Any = limits if callable(limits) else None
        self.policies = () if callable(limits) else checked_policies(limits)
        if self.choose is None and not self.policies:
            raise ValueError("limits must be a Policy, several, or a function of the request, got none")
        self.price: Any = cost if callable(cost) else None
        self.cost = 0 if callable(cost) else checked_cost(cost)
        self.has_own_cost = self.price is not None or self.cost != 1


def checked_cost(cost: object, name: str = "cost") -> int:
    """Return the cost of a request. Raises `TypeError` for what is no int, and `ValueError` below 0."""
    if not isinstance(cost, int) or isinstance(cost, bool):
        raise TypeError(f"{name} must be an int, got {cost!r}")
    if cost < 0:
        raise ValueError(f"{name} must be at least 0, got {cost}")
    return cost
