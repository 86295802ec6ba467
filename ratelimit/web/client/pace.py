"""What a client keeps to."""

import os
from collections.abc import Callable, Collection, Hashable, Sequence
from inspect import iscoroutinefunction
from random import Random
from threading import RLock
from time import monotonic_ns, time_ns
from typing import Any, Final, Literal, Never, TypeAlias
from urllib.parse import urlsplit
from weakref import WeakSet

from ratelimit.algorithms import SlidingLog
from ratelimit.clock import check_clock, check_period
from ratelimit.decision import SECOND
from ratelimit.limit import Limits, OneOrMoreAlgorithms
from ratelimit.protocols import Clock
from ratelimit.quota import Quota
from ratelimit.web.client.destination import Destination
from ratelimit.web.client.turn import Turn

Cost: TypeAlias = int | Callable[[Any], int]
By: TypeAlias = Literal["host", "path"] | Callable[[Any], Hashable]

IDEMPOTENT: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"})
"""Sending these twice does what sending them once does (RFC 9110, 9.2.2)."""

_PORTS: Final = {"http": 80, "https": 443}


class Pace:
    """Keeps a client to limits: its own, before it asks, and those that servers tell.

    It is safe for threads and tasks, and all that share limits share one. It sends nothing and sleeps nowhere: the
    fronts of HTTP libraries do.

    limits: the client's own, for each host, such as `"10/second; 1000/hour"`, a `Quota` or several; by default none.
    algorithm: how they are counted. A `SlidingLog` lets no more through in any period; a `TokenBucket` does, at first.
    limiter: one that other processes share, such as a `RedisLimiter`, asked for each request besides; by default none.
        Fronts for asyncio need one for asyncio. Its keys are what `by` tells.
    by: what limits and cool-downs hold for: "host"; "path", of a host; or a function of the library's request.
    cost: how many units a request takes of all of these, and of those that servers tell; or a function of the library's
        request that returns it. 1 counts requests.
    longest: the seconds that a server may ask for. If it asks for more, its answer is passed on, and further requests
        raise `WaitTooLong`, unsent, until no more than that is left.
    jitter: up to so many seconds are added at random to a wait that holds for all clients of a server.
    repeats: how often a refused request is sent again.
    methods: those that are. A body that can't be sent twice is never repeated.
    clock, wall_clock: nanoseconds that never go back, and since 1970. random: draws the jitter.
    """

    def __init__(
        self,
        limits: str | Quota | Sequence[Quota] | None = None,
        *,
        algorithm: OneOrMoreAlgorithms = SlidingLog,
        limiter: Any = None,
        by: By = "host",
        cost: Cost = 1,
        longest: float = 60,
        jitter: float = 1,
        repeats: int = 3,
        methods: Collection[str] = IDEMPOTENT,
        clock: Clock = monotonic_ns,
        wall_clock: Clock = time_ns,
        random: Random | None = None,
    ) -> None:
        if by not in ("host", "path") and not callable(by):
            raise ValueError(f"by must be 'host', 'path' or a function of the request, got {by!r}")
        for name, function in (("by", by), ("cost", cost)):
            if iscoroutinefunction(function):
                raise TypeError(f"{name} must be a function that is not async, got {function!r}")
        if limiter is not None and not callable(getattr(limiter, "hit", None)):
            raise TypeError(f"limiter must be a limiter, as RedisLimiter, got {limiter!r}")
        _check_repeats(repeats, methods)
        check_clock(clock)
        check_clock(wall_clock)
        self._limits = None
        self._most = None
        if limits is not None:
            self._limits = Limits(algorithm, Quota.parse_many(limits) if isinstance(limits, str) else limits)
            for limit in self._limits:
                if clock is monotonic_ns:
                    check_period(limit.quota)
            one = self._limits.as_one()
            self._most = one.algorithm(one.quota).level(0).remaining  # it may refuse it
        self._cost = cost if callable(cost) else self._checked(cost)
        self.limiter = limiter
        self.by = by
        self.longest = _nanoseconds("longest", longest)
        self.jitter = _nanoseconds("jitter", jitter)
        self.repeats = repeats
        self.methods = frozenset(methods)
        self.clock = clock
        self.wall_clock = wall_clock
        self._random = random or Random()  # noqa: S311  no secret
        self._destinations: dict[Hashable, Destination] = {}
        self._sweep_at = 64
        self.lock = RLock()  # a signal handler may send requests too
        _paces.add(self)

    def __reduce__(self) -> Never:
        raise TypeError(
            "a Pace can't be pickled or copied, as its line and its lock belong to one process: "
            "make one in each, with a part of the limit, or let them share a limiter"
        )

    def turn(self, method: str, url: str, request: object = None, *, repeatable: bool = True) -> Turn:
        """Return a request's turn.

        request: what `by` is asked with, if it is a function. repeatable: whether its body can be sent twice.
        """
        parts = urlsplit(url)
        host = f"{(parts.hostname or '').lower()}:{parts.port or _PORTS.get(parts.scheme, 0)}"
        key: Hashable = host
        if callable(self.by):
            key = self.by(request)
            if hasattr(key, "__await__"):
                raise TypeError(f"by must return its value, got {key!r}, which is to be awaited")
        elif self.by == "path":
            key = f"{host}{parts.path or '/'}"
        cost = self._checked(self._cost(request)) if callable(self._cost) else self._cost
        return Turn(self, key, cost, repeats=self.repeats if repeatable and method.upper() in self.methods else 0)

    def _checked(self, cost: object) -> int:
        """Return what a request costs. Raises `ValueError` for what no limit of one's own could ever grant."""
        if not isinstance(cost, int) or isinstance(cost, bool):
            raise TypeError(f"cost must be an int, got {cost!r}")
        if cost < 1 or (self._most is not None and cost > self._most):
            most = "" if self._most is None else f", and at most {self._most}, as no more is ever granted at once"
            raise ValueError(f"cost must be at least 1{most}, got {cost}")
        return cost

    def late(self) -> int:
        """Draw the jitter of one wait."""
        return self._random.randrange(self.jitter + 1)

    def destination(self, key: Hashable, now: int) -> Destination:
        """Return what is known of a key. Forgets others of which nothing is."""
        found = self._destinations.get(key)
        if found is None:
            if len(self._destinations) >= self._sweep_at:
                known = self._destinations.items()
                self._destinations = {other: each for other, each in known if not each.is_fresh(now)}
                self._sweep_at = max(64, 2 * len(self._destinations))
            limit = self._limits and self._limits.as_one()
            found = Destination(key, limit.algorithm(limit.quota) if limit else None, self.longest)
            self._destinations[key] = found
        return found

    def forget_requests(self) -> None:
        """Forget all requests that wait or have no answer yet, as they are another process's. For a forked child."""
        for destination in self._destinations.values():
            destination.forget_all()

    def __len__(self) -> int:
        """Count the keys of which something is known."""
        return len(self._destinations)

    def __bool__(self) -> bool:
        return True


def _check_repeats(repeats: object, methods: Collection[str]) -> None:
    if isinstance(repeats, bool) or not isinstance(repeats, int):
        raise TypeError(f"repeats must be a whole number, got {repeats!r}")
    if repeats < 0:
        raise ValueError(f"repeats must be at least 0, got {repeats}")
    if isinstance(methods, str):
        raise TypeError(f"methods must be several, got the one text {methods!r}: put it in a list")
    for method in methods:
        if method != method.upper():
            raise ValueError(f"methods must be in capitals, got {method!r}")


def _nanoseconds(name: str, value: float) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} must be a number of seconds, got {value!r}")
    if not 0 <= value < float("inf"):
        raise ValueError(f"{name} must be at least 0 s, and finite, got {value}")
    return round(value * SECOND)


_paces: WeakSet[Pace] = WeakSet()


def _start_in_child() -> None:
    """Make the locks anew in a forked child, and forget requests: the threads that have them don't run there."""
    for pace in list(_paces):
        pace.lock = RLock()
        pace.forget_requests()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_in_child)
