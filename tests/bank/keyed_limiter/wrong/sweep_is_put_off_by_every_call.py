"""Sweeps once a minute, but notes the time of the last sweep in every call: a busy limiter never sweeps.

Breaks: law 6 (a fresh key is dropped soon)
Level: forget
Shows: 1/8: allow(0, ann) allow(8, bob)
Expected: one key is held; yours: two
Shipped: gravitational/teleport#63568, the last sweep is set on every call, even if no sweep was made; old entries
pile up
"""

from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter

EVERY = 60_000_000_000


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter, self.clock = new_meter, clock
        self.lock, self.now = Lock(), 0
        self.swept = 0
        self.meters: dict[Hashable, Meter] = {}

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.lock:
            now = max(self.now, self.clock())
            meter = self.meters.get(key) or self.new_meter()
            granted = meter.take(now, cost) == 0
            self.meters[key] = meter
            self.now = now
            if now - self.swept > EVERY:
                for other in [k for k, m in self.meters.items() if m.level(now).reset_after == 0]:
                    del self.meters[other]
            self.swept = now
            return granted

    def __len__(self) -> int:
        with self.lock:
            return len(self.meters)
