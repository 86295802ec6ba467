"""Four stripes with a lock each, and one time under a lock of its own; each call looks into each stripe."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class _Stripe:
    def __init__(self):
        self.lock = Lock()
        self.meters = OrderedDict()


class KeyedLimiter:
    """Locks are taken one stripe at a time, the lock of the time always last."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._stripes = tuple(_Stripe() for _ in range(4))
        self._time_lock = Lock()
        self._time = 0

    def _tick(self) -> int:
        with self._time_lock:
            self._time = max(self._time, self._clock())
            return self._time

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        stripe = self._stripes[hash(key) & 3]
        for each in self._stripes:
            with each.lock:
                self._look(each.meters)
        with stripe.lock:
            now = self._tick()
            meter = stripe.meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                stripe.meters[key] = meter
            else:
                wait = meter.take(now, cost)
        return wait == 0

    def _look(self, meters) -> None:
        now = self._tick()
        for key in meters:
            if meters[key].level(now).reset_after == 0:
                del meters[key]
            else:
                meters.move_to_end(key)
            return

    def __len__(self) -> int:
        return sum(len(each.meters) for each in self._stripes)
