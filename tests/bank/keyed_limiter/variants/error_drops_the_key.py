"""Variant of wrong/error_drops_the_key: allow is a closure, and an except clause cleans up after a take that raises."""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        lock = Lock()
        meters = OrderedDict()
        latest = 0

        def spend(key, now: int, cost: int) -> int:
            if key not in meters:
                meters[key] = new_meter()
            try:
                return meters[key].take(now, cost)
            except Exception:
                del meters[key]
                raise

        def look(now: int) -> None:
            front = next(iter(meters))
            if meters[front].level(now).reset_after == 0:
                meters.pop(front)
            else:
                meters.move_to_end(front)

        def allow(key, cost: int = 1) -> bool:
            nonlocal latest
            with lock:
                now = max(latest, clock())
                wait = spend(key, now, cost)
                latest = now
                look(now)
                return wait == 0

        def held() -> int:
            with lock:
                return len(meters)

        self.allow = allow
        self.held = held

    def __len__(self) -> int:
        return self.held()
