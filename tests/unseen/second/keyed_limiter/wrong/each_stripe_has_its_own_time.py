"""Two stripes, each with its own highest time.

Source: (c) lock striping.

Witness: 2/10: allow(20, 0) allow(0, 1, 2) allow(10, 1, 2) -> True, right: False
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class _Stripe:
    def __init__(self):
        self.lock = Lock()
        self.now = 0
        self.meters = OrderedDict()


class KeyedLimiter:
    """Keys with even and with odd hashes have a lock each."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._stripes = _Stripe(), _Stripe()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        stripe = self._stripes[hash(key) % 2]
        with stripe.lock:
            stripe.now = now = max(stripe.now, self._clock())
            meter = stripe.meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                stripe.meters[key] = meter
            else:
                wait = meter.take(now, cost)
        for each in self._stripes:
            self._sweep(each)
        return wait == 0

    def _sweep(self, stripe: _Stripe) -> None:
        with stripe.lock:
            for key in stripe.meters:
                if stripe.meters[key].level(stripe.now).reset_after == 0:
                    del stripe.meters[key]
                else:
                    stripe.meters.move_to_end(key)
                break

    def __len__(self) -> int:
        return sum(len(stripe.meters) for stripe in self._stripes)
