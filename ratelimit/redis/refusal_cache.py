"""Refusals that are still valid, so that Redis need not be asked again."""

from collections import OrderedDict
from typing import NamedTuple

from ratelimit.decision import Decision
from ratelimit.keys import Keys
from ratelimit.protocols import Clock
from ratelimit.redis.asked import Asked
from ratelimit.redis.lock import new_lock

MAX_AGE = 1_000_000_000  # ns: by then, a reset by another limiter or a server's clock set forward is noticed


class SentAt(NamedTuple):
    """When a request was about to be sent, and how many resets there had been."""

    time: int
    resets: int


class CachedRefusal(NamedTuple):
    """What was refused to one key, and until when that is certain to be valid."""

    asked: Asked
    valid_until: int
    received: int  # when
    decision: Decision


class RefusalCache:
    """The last refusal of each key, for up to `max_keys` keys.

    The wait of a refusal is exact, and what others spend in the same quota only makes it longer. So until it is over,
    the same request, or one with a higher cost, is refused without asking Redis. The wait counts from just before the
    request was sent. A thousandth is taken off: twice what the rates of two clocks may differ while they are adjusted;
    and a microsecond, by which the server's clock is rounded down.
    """

    __slots__ = ("_clock", "_has_shared", "_lock", "_max_keys", "_refusals", "_resets")

    def __init__(self, max_keys: int, clock: Clock) -> None:
        if max_keys < 0:
            raise ValueError(f"remember must be at least 0 keys, got {max_keys}")
        self._max_keys = max_keys
        self._clock = clock
        self._refusals: OrderedDict[str | Keys, CachedRefusal] = OrderedDict()
        self._lock = new_lock()
        self._resets = 0
        self._has_shared = False  # whether a refusal may be of several keys, so that another key has a part in it

    def sent_at(self) -> SentAt:
        """Return what `put` needs to know about a request that is sent now."""
        return SentAt(self._clock(), self._resets)

    def get(self, key: str | Keys, asked: Asked) -> Decision | None:
        """Return a refusal, if an earlier one in the same quota implies it."""
        cached = self._refusals.get(key)
        if cached is None or asked.cost < cached.asked.cost or asked.quota is not cached.asked.quota:
            return None
        now = self._clock()
        if now >= cached.valid_until:
            return None
        passed = now - cached.received
        if passed <= 0:
            return cached.decision
        return cached.decision.later(passed)

    def put(self, key: str | Keys, asked: Asked, decision: Decision, sent_at: SentAt) -> None:
        """Keep a refusal."""
        valid_for = min(decision.retry_after - decision.retry_after // 1000 - 1000, MAX_AGE)
        with self._lock:
            if sent_at.resets != self._resets:  # it may be void
                return
            self._refusals.pop(key, None)
            if len(self._refusals) >= self._max_keys:
                self._refusals.popitem(last=False)  # the oldest: the most likely to be over
            self._has_shared = self._has_shared or isinstance(key, Keys)
            self._refusals[key] = CachedRefusal(asked, sent_at.time + valid_for, self._clock(), decision)

    def discard_held(self, key: str | Keys) -> None:
        """Drop the key's refusal, if there is one."""
        if key in self._refusals:
            self.discard(key)

    def discard(self, key: str | Keys) -> None:
        """Drop the refusals that the key has a part in, and ignore any that is already on its way."""
        with self._lock:
            self._resets += 1
            if self._has_shared or isinstance(key, Keys):
                self._refusals.clear()
                self._has_shared = False
            else:
                self._refusals.pop(key, None)
