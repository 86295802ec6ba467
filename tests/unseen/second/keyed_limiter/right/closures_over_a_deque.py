"""Closures over a dict and a deque: every call looks at the two keys that waited longest."""

from collections import deque
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """Round robin over all keys, in a deque that holds each key once."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.allow, self._size = _build(new_meter, clock)

    def __len__(self) -> int:
        return self._size()


def _build(new_meter, clock):
    meters = {}
    turn = deque()
    lock = Lock()
    latest = 0

    def look(now):
        key = turn.popleft()
        if meters[key].level(now).reset_after == 0:
            del meters[key]
        else:
            turn.append(key)

    def allow(key: Hashable, cost: int = 1) -> bool:
        nonlocal latest
        with lock:
            latest = now = max(latest, clock())
            for _ in range(min(2, len(turn))):
                look(now)
            known = key in meters
            meter = meters[key] if known else new_meter()
            wait = meter.take(now, cost)
            if not known:
                meters[key] = meter
                turn.append(key)
            return wait == 0

    return allow, lambda: len(meters)
