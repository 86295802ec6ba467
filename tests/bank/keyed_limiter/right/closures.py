"""Two closures over the state and no attributes but these; the clock moves on only once a take is valid."""

from collections import deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.allow, self._held = _limiter(new_meter, clock)

    def __len__(self):
        return self._held()


def _limiter(new_meter, clock):
    lock = Lock()
    latest = 0
    queue = deque()
    meters = {}

    def allow(key, cost=1):
        nonlocal latest
        with lock:
            now = max(latest, clock())
            meter = meters.get(key)
            fresh = meter is None
            if fresh:
                meter = new_meter()
            allowed = meter.take(now, cost) == 0
            latest = now  # a call that raised has not been here: it does not even move the clock
            if fresh:
                meters[key] = meter
                queue.append(key)
            look_at(queue.popleft())
            return allowed

    def look_at(key):
        if meters[key].level(latest).reset_after == 0:
            meters.pop(key)
        else:
            queue.append(key)

    def held():
        with lock:
            return len(meters)

    return allow, held
