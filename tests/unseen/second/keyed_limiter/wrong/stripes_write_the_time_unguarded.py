"""Two stripes share the highest time, and each writes it under its own lock only.

Source: (c) lock striping.

Witness: 2/10, keys 0 and 1 are in different stripes. T1 calls allow(0), has read the old time 0 and stands in the clock, which gives it 5. T2 calls allow(1) at 10, and returns. T1 writes 5. The clock is set back to 5: allow(3, 2) -> True at 5, right: True at 10. At 10 allow(3) -> True, right: False
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """Keys with even and with odd hashes have a lock each."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._now = 0
        self._locks = Lock(), Lock()
        self._stripes: tuple[OrderedDict[Hashable, Meter], ...] = OrderedDict(), OrderedDict()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        at = hash(key) % 2
        meters = self._stripes[at]
        with self._locks[at]:
            self._now = max(self._now, self._clock())
            now = self._now
            meter = meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                meters[key] = meter
            else:
                wait = meter.take(now, cost)
        for lock, each in zip(self._locks, self._stripes, strict=True):
            with lock:
                self._sweep(each)
        return wait == 0

    def _sweep(self, meters: OrderedDict[Hashable, Meter]) -> None:
        for key in meters:
            if meters[key].level(self._now).reset_after == 0:
                del meters[key]
            else:
                meters.move_to_end(key)
            break

    def __len__(self) -> int:
        return len(self._stripes[0]) + len(self._stripes[1])
