"""Refusals that still stand, so that nobody need ask again."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from ratelimit.decision import Decision, new
from ratelimit.protocols import Clock

LONGEST = 1_000_000  # us: by then, a reset by somebody else or a server's clock set forward is noticed


class Asked(NamedTuple):
    """When a question was about to be sent, and how many resets there had been."""

    time: int
    resets: int


class Refusal(NamedTuple):
    """What was refused to one key, and until when that is sure to stand."""

    cost: int
    until: int
    heard: int  # when
    said: Decision


class Refusals:
    """The last refusal of each key, of at most so many keys.

    The wait of a refusal is exact, and what others spend meanwhile only makes it longer. So until it is over, the
    same request or a dearer one needs no asking. It runs from the moment before the question was sent, and a
    thousandth is taken off, twice what clocks may differ in rate while they are being set right.
    """

    __slots__ = ("_clock", "_held", "_lock", "_most", "_resets")

    def __init__(self, most: int, clock: Clock) -> None:
        if most < 0:
            raise ValueError(f"remember must be at least 0 keys, got {most}")
        self._most = most
        self._clock = clock
        self._held: OrderedDict[str, Refusal] = OrderedDict()
        self._lock = Lock()
        self._resets = 0

    def asked(self) -> Asked:
        """Return the moment to keep a refusal under that is still to come."""
        return Asked(self._clock(), self._resets)

    def find(self, key: str, cost: int) -> Decision | None:
        """Return the refusal of a request that an earlier one implies."""
        held = self._held.get(key)
        if held is None or cost < held.cost:
            return None
        now = self._clock()
        if now >= held.until:
            return None
        passed = now - held.heard
        if passed <= 0:
            return held.said
        _, remaining, wait, reset_after, delay = held.said
        return new(Decision, (False, remaining, wait - passed, reset_after - passed, max(0, delay - passed)))

    def keep(self, key: str, cost: int, said: Decision, asked: Asked) -> None:
        """Remember a refusal."""
        sure = min(said.retry_after - said.retry_after // 1000 - 1, LONGEST)
        with self._lock:
            if asked.resets != self._resets:  # it may be void
                return
            self._held.pop(key, None)
            if len(self._held) >= self._most:
                self._held.popitem(last=False)  # the oldest: the likeliest to be over
            self._held[key] = Refusal(cost, asked.time + sure, self._clock(), said)

    def forget(self, key: str) -> None:
        """Forget what was refused to the key, and what is only now being answered."""
        with self._lock:
            self._resets += 1
            self._held.pop(key, None)
