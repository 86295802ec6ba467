"""Sweeps at what the clock has just said instead of at the limiter's time, so fresh keys stay while the clock is behind."""

from collections import deque
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """One meter per key, safe for threads."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._meters: dict[Hashable, Meter] = {}
        self._round: deque[Hashable] = deque()
        self._now = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            reading = self._clock()
            self._now = now = max(self._now, reading)
            self._sweep(reading)
            meter = self._meters.get(key)
            if meter is not None:
                return meter.take(now, cost) == 0
            meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            self._meters[key] = meter
            self._round.append(key)
            return granted

    def _sweep(self, now: int) -> None:
        for _ in range(min(2, len(self._round))):
            key = self._round[0]
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
                self._round.popleft()
            else:
                self._round.rotate(-1)

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
