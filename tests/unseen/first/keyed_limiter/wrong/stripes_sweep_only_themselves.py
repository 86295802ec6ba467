"""Wrong (c): sixteen stripes, each with a lock, a dict and a queue, as in a Java ConcurrentHashMap; a call sweeps only the stripe of its own key, so a key in a quiet stripe is never dropped.

Witness: 1/10: allow(0, 0) allow(20, 1) allow(40, 1) allow(60, 1); len -> 2, right: 1
"""

import threading
from collections import deque

_STRIPES = 16


class _Stripe:
    def __init__(self):
        self.lock = threading.Lock()
        self.meters = {}
        self.queue = deque()


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._stripes = [_Stripe() for _ in range(_STRIPES)]
        self._time_lock = threading.Lock()
        self._time = 0

    def _now(self):
        with self._time_lock:
            self._time = max(self._time, self._clock())
            return self._time

    def allow(self, key, cost=1):
        stripe = self._stripes[hash(key) % _STRIPES]
        with stripe.lock:
            now = self._now()
            meter = stripe.meters.get(key)
            known = meter is not None
            if not known:
                meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            if granted and not known:
                stripe.meters[key] = meter
                stripe.queue.append(key)
            for _ in range(min(2, len(stripe.queue))):
                other = stripe.queue.popleft()
                if stripe.meters[other].level(now).reset_after == 0:
                    del stripe.meters[other]
                else:
                    stripe.queue.append(other)
            return granted

    def __len__(self):
        return sum(len(stripe.meters) for stripe in self._stripes)
