"""Looks at the other stripe while it holds its own, so two threads in different stripes wait for ever.

Breaks: law 3 (no interleaving deadlocks)
Level: race
Shows: one thread calls allow(0), another allow(1): each has the lock of its stripe and wants the other's
Expected: both return; yours: neither does
Shipped: not known
"""

import threading
from collections import OrderedDict


class Stripe(OrderedDict):
    def __init__(self):
        super().__init__()
        self.lock = threading.RLock()


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._stripes = Stripe(), Stripe()
        self._time = threading.Lock()
        self._latest = 0

    def _now(self):
        with self._time:
            self._latest = max(self._latest, self._clock())
            return self._latest

    def allow(self, key, cost=1):
        own = self._stripes[hash(key) % 2]
        with own.lock:
            if key in own:
                wait = own[key].take(self._now(), cost)
            else:
                meter = self._new_meter()
                wait = meter.take(self._now(), cost)
                own[key] = meter
            for stripe in self._stripes:
                self._look_at_first(stripe)
        return wait == 0

    def _look_at_first(self, stripe):
        with stripe.lock:
            if stripe:
                key, meter = stripe.popitem(last=False)
                if meter.level(self._now()).reset_after:
                    stripe[key] = meter

    def __len__(self):
        total = 0
        for stripe in self._stripes:
            with stripe.lock:
                total += len(stripe)
        return total
