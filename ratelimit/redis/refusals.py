"""Refusals that still stand, so that nobody need ask again."""

from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

from ratelimit.decision import Decision
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
        self._held: dict[str, Refusal] = {}
        self._lock = Lock()
        self._resets = 0

    def among(self, keys: Iterable[str], cost: int) -> tuple[dict[str, Decision], Asked]:
        """Return the refusals of those requests that earlier ones imply, and the moment to keep others under."""
        now = self._clock()
        return {key: said for key in keys if (said := self._find(key, cost, now)) is not None}, Asked(now, self._resets)

    def keep(self, key: str, cost: int, said: Decision, asked: Asked) -> None:
        """Remember a refusal."""
        sure = min(said.retry_after - said.retry_after // 1000 - 1, LONGEST)
        with self._lock:
            if asked.resets != self._resets:  # it may be void
                return
            self._held.pop(key, None)
            if len(self._held) >= self._most:
                del self._held[next(iter(self._held))]  # the oldest: the likeliest to be over
            self._held[key] = Refusal(cost, asked.time + sure, self._clock(), said)

    def forget(self, key: str) -> None:
        """Forget what was refused to the key, and what is only now being answered."""
        with self._lock:
            self._resets += 1
            self._held.pop(key, None)

    def _find(self, key: str, cost: int, now: int) -> Decision | None:
        held = self._held.get(key)
        if held is None or cost < held.cost or now >= held.until:
            return None
        passed = max(0, now - held.heard)
        _, remaining, wait, reset_after, delay = held.said
        return Decision(False, remaining, wait - passed, reset_after - passed, max(0, delay - passed))  # noqa: FBT003  a field
