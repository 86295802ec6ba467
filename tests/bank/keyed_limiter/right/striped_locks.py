"""Four stripes with a lock each; a call also looks at one key of every other stripe, one lock at a time."""

import threading
from collections import deque
from contextlib import ExitStack


class _Time:
    """A clock for all stripes that never goes back. Its lock is always the innermost."""

    def __init__(self, clock):
        self._clock, self._lock, self._latest = clock, threading.Lock(), 0

    def __call__(self):
        with self._lock:
            self._latest = max(self._latest, self._clock())
            return self._latest


class _Stripe:
    def __init__(self, new_meter, time):
        self._new_meter, self._time = new_meter, time
        self.lock = threading.Lock()
        self.meters = {}
        self._queue = deque()

    def take(self, key, cost):
        with self.lock:
            now = self._time()
            meter = self.meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self.meters[key] = meter
                self._queue.append(key)
                return wait == 0
            return meter.take(now, cost) == 0

    def look(self):
        with self.lock:
            if self._queue:
                key = self._queue.popleft()
                if self.meters[key].level(self._time()).reset_after:
                    self._queue.append(key)
                else:
                    del self.meters[key]


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        time = _Time(clock)
        self._stripes = [_Stripe(new_meter, time) for _ in range(4)]

    def allow(self, key, cost=1):
        granted = self._stripes[hash(key) % len(self._stripes)].take(key, cost)
        for stripe in self._stripes:  # later calls may never come to the stripe of a key that has to go
            stripe.look()
        return granted

    def __len__(self):
        with ExitStack() as held:
            for stripe in self._stripes:  # always in this order, and nobody else holds two
                held.enter_context(stripe.lock)
            return sum(len(stripe.meters) for stripe in self._stripes)
