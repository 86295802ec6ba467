"""Tells of each decision, for metrics and traces. A limiter that nobody observes pays nothing for it."""

import logging
from collections.abc import Callable, Iterable
from inspect import iscoroutinefunction, isroutine
from time import perf_counter_ns
from typing import Any, Generic, TypeAlias

from ratelimit.decision import Decision
from ratelimit.keys import Key, checked_keys
from ratelimit.protocols import Limiter
from ratelimit.quota import Quota

OnDecision: TypeAlias = Callable[[Any, Decision | None, float, Exception | None], object]
"""Is told the key, the decision (None if the call raised), the seconds that the call took, and the error: what the call
raised, or why Redis could not decide and `on_error` has."""

_log = logging.getLogger("ratelimit")


class ObservedLimiter(Generic[Key]):
    """A limiter, in memory or on Redis, with a hook that is told of each decision.

    Both `allow` and `hit` are decisions; `hit_many` is one for each key, all with the seconds of the whole call. A
    `peek`, a `reset` and a call that is interrupted are none. What the hook raises is logged, and changes no answer.
    """

    __slots__ = ("_limiter", "_on_decision")

    def __init__(self, limiter: Limiter[Key], on_decision: OnDecision) -> None:
        self._on_decision = checked_hook(on_decision)
        check_limiter(limiter, awaited=False)
        self._limiter: Any = limiter

    def __repr__(self) -> str:
        return f"ObservedLimiter({self._limiter!r})"

    @property
    def quota(self) -> Quota:
        """The quota of each key, unless a call gives another."""
        quota: Quota = self._limiter.quota
        return quota

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """The quotas of each key."""
        quotas: tuple[Quota, ...] = self._limiter.quotas
        return quotas

    def allow(self, key: Key, cost: int = 1, quota: Quota | None = None) -> bool:
        """Spend `cost` units of the key if it has them."""
        return self.hit(key, cost, quota).allowed

    def hit(self, key: Key, cost: int = 1, quota: Quota | None = None) -> Decision:
        """Do as `allow` does, and answer in full."""
        started = perf_counter_ns()
        try:
            decision: Decision = self._limiter.hit(key, cost, **in_quota(quota))
        except Exception as error:
            tell(self._on_decision, started, (key,), error)
            raise
        tell(self._on_decision, started, (key,), (decision,))
        return decision

    def hit_many(self, keys: Iterable[Key], cost: int = 1, quota: Quota | None = None) -> list[Decision]:
        """Hit each key in order, if the limiter can."""
        started = perf_counter_ns()
        keys = checked_keys(keys)
        try:
            decisions: list[Decision] = self._limiter.hit_many(keys, cost, **in_quota(quota))
        except Exception as error:
            tell(self._on_decision, started, keys, error)
            raise
        tell(self._on_decision, started, keys, decisions)
        return decisions

    def peek(self, key: Key, quota: Quota | None = None) -> Decision:
        """Say what a request for one unit would be told now, and spend nothing."""
        decision: Decision = self._limiter.peek(key, **in_quota(quota))
        return decision

    def refund(self, key: Key, cost: int = 1) -> int:
        """Give back `cost` units that the key has spent, as far as they still count. Returns how many were."""
        units: int = self._limiter.refund(key, cost)
        return units

    def charge(self, key: Key, cost: int = 1) -> None:
        """Spend `cost` units of the key, also those that it does not have."""
        self._limiter.charge(key, cost)

    def reset(self, key: Key) -> None:
        """Make the key fresh."""
        self._limiter.reset(key)


def checked_hook(on_decision: OnDecision) -> OnDecision:
    """Return the hook. Raises `TypeError` for what is no function, and for one that would have to be awaited."""
    if not callable(on_decision):
        raise TypeError(f"on_decision must be a function, got {on_decision!r}")
    if iscoroutinefunction(on_decision) or iscoroutinefunction(type(on_decision).__call__):
        raise TypeError(f"on_decision must be a plain function, as nothing awaits it, got {on_decision!r}")
    return on_decision


def check_limiter(limiter: object, *, awaited: bool) -> None:
    """Raise `TypeError` for what is no limiter, or one of the other kind, as far as that is certain."""
    hit = getattr(limiter, "hit", None)
    if not callable(hit) or isinstance(limiter, type):
        raise TypeError(f"limiter must be a limiter, got {limiter!r}")
    if iscoroutinefunction(hit) and not awaited:
        raise TypeError(f"limiter must be one that answers at once, got {limiter!r}: take AsyncObservedLimiter")
    if isroutine(hit) and not iscoroutinefunction(hit) and awaited:
        raise TypeError(f"limiter must be one for asyncio, got {limiter!r}: take ObservedLimiter")


def in_quota(quota: Quota | None) -> dict[str, Quota]:
    """Return the argument of a call in a quota, if there is one: a limiter of one's own may not know it."""
    return {} if quota is None else {"quota": quota}


def tell(on_decision: OnDecision, started: int, keys: Iterable[Any], outcome: Iterable[Decision] | Exception) -> None:
    """Tell a hook of a call's decisions, or of the error that it raised."""
    seconds = (perf_counter_ns() - started) / 1_000_000_000
    try:
        if isinstance(outcome, Exception):
            for key in keys:
                on_decision(key, None, seconds, outcome)
        else:
            for key, decision in zip(keys, outcome, strict=True):
                on_decision(key, decision, seconds, decision.error)
    except Exception:  # noqa: BLE001  a hook is not the limiter's own; what it raises is logged
        _log.exception("on_decision raised")
