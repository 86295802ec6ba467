"""Guards meters by striped locks and the table by another lock, and drops a fresh key without the lock of its stripe."""

from threading import Lock

from ratelimit import Clock, Meter  # noqa: F401


class KeyedLimiter:
    """Callers of different stripes decide side by side; the table and the clock have one lock."""

    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._stripes = [Lock() for _ in range(16)]
        self._table = Lock()
        self._meters = {}
        self._queue = {}
        self._first = self._next = 0
        self._latest = 0

    def allow(self, key, cost=1):
        with self._stripes[hash(key) % 16]:
            with self._table:
                self._latest = now = max(self._latest, self._clock())
                self._sweep(now)
                meter = self._meters.get(key)
                if meter is None:
                    meter = self._new_meter()
                    wait = meter.take(now, cost)
                    self._meters[key] = meter
                    self._enqueue(key)
                    return wait == 0
            return meter.take(now, cost) == 0

    def _enqueue(self, key):
        self._queue[self._next] = key
        self._next += 1

    def _sweep(self, now):
        for _ in range(min(2, len(self._queue))):
            key = self._queue[self._first]
            fresh = self._meters[key].level(now).reset_after == 0
            del self._queue[self._first]
            self._first += 1
            if fresh:
                del self._meters[key]
            else:
                self._enqueue(key)

    def __len__(self):
        with self._table:
            return len(self._meters)
