"""Policies that a request counts in together."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from ratelimit.async_memory import AsyncMemoryLimiter
from ratelimit.keys import Keys
from ratelimit.memory import MemoryLimiter
from ratelimit.web.fields import DRAFT, FieldWriter, Style
from ratelimit.web.policy import NamedLimit, Policy

NewLimiter: TypeAlias = Callable[..., Any]
"""Makes a limiter of `(algorithms, quotas, next_after=bool)`. All that it makes share the counters of equal limits, as
limiters on one Redis do: `SharedMemory()`, or `partial(AsyncRedisLimiter, client=client)`."""


class PolicySet:
    """The limits of some policies, a limiter of all of them, and what writes their fields.

    stand_in: decides if the limiter fails, if there is one.
    capacity: the largest cost that all of them can ever grant.
    """

    __slots__ = ("capacity", "limiter", "limits", "stand_in", "writer")

    def __init__(self, limits: Sequence[NamedLimit], limiter: Any, stand_in: Any, style: Style) -> None:
        self.limits = limits
        self.limiter = limiter
        self.stand_in = stand_in
        self.writer = FieldWriter([(limit.name, limit.quota) for limit in limits], style)
        self.capacity = min(limit.quota.burst for limit in limits)


class PolicySets:
    """Makes a `PolicySet` for each combination that comes up, and keeps the last 1024."""

    __slots__ = ("_checked", "_new_limiter", "_new_stand_in", "_style", "of", "of_limits")

    def __init__(
        self,
        new_limiter: NewLimiter,
        new_stand_in: NewLimiter | None,
        checked: Callable[[Any], Any],
        style: Style,
    ) -> None:
        self._checked = checked
        self._new_limiter = new_limiter
        self._new_stand_in = new_stand_in
        self._style = style
        self.of = lru_cache(1024)(self._of)
        self.of_limits = lru_cache(1024)(self._of_limits)

    def _of(self, policies: tuple[Policy, ...]) -> PolicySet:
        return self.of_limits(tuple([limit for policy in policies for limit in policy.limits]))

    def _of_limits(self, limits: tuple[NamedLimit, ...]) -> PolicySet:
        both = [limit.algorithm for limit in limits], [limit.quota for limit in limits]
        limiter = self._checked(_shared(self._new_limiter(*both, next_after=self._style == DRAFT)))
        stand_in = None
        if self._new_stand_in is not None:
            stand_in = self._checked(_shared(self._new_stand_in(*both, next_after=False)))
        return PolicySet(limits, limiter, stand_in, self._style)


def key_of(keys: Sequence[str]) -> str | Keys:
    """Return what to ask a limiter for: the key of each limit, or the one that all have in common."""
    return keys[0] if keys.count(keys[0]) == len(keys) else Keys(*keys)


def _shared(limiter: Any) -> Any:
    """Return a limiter. Raises `TypeError` for one whose counters no other can share."""
    if isinstance(limiter, MemoryLimiter | AsyncMemoryLimiter):
        raise TypeError(
            f"new_limiter must make limiters that share their counters, got {type(limiter).__name__}: "
            "for limits in memory, leave it out, or pass SharedMemory()"
        )
    return limiter
