"""A limiter for many keys, written to be read.

One lock guards everything: the clock, the meters, and the order they stand in. Under it a call is a simple story: read
the clock, ask the key's meter, look at one key that may be forgotten.

Keys stand in a queue. Every call looks at the key in front: if it is as good as new it is dropped, else it goes to the
back. New keys join at the back. So of n keys each has at most n - 1 in front of it, and whatever joins behind it, it
is looked at within n calls. An `OrderedDict` is such a queue; finding the first key of a plain dict takes longer and
longer, for it walks over the holes that dropped keys have left.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """One meter per key, safe for threads, which forgets the keys that are as good as new."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter = new_meter
        self.clock = clock
        self.lock = Lock()
        self.now = 0  # the latest time that a call was answered at
        self.meters: OrderedDict[Hashable, Meter] = OrderedDict()  # the key to be looked at next stands in front

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        """Spend `cost` units of the key: return whether they were granted."""
        with self.lock:
            now = max(self.clock(), self.now)  # read here: outside, a thread could bring an old time to a newer state
            held = self.meters.get(key)
            meter = self.new_meter() if held is None else held
            wait = meter.take(now, cost)  # if it raises, nothing has been changed yet
            if held is None:
                self.meters[key] = meter
            self.now = now
            self._look_at_one(now)
            return wait == 0

    def __len__(self) -> int:
        with self.lock:
            return len(self.meters)

    def _look_at_one(self, now: int) -> None:
        """Drop the key in front if it is as good as new, else send it to the back. The lock is held."""
        key = next(iter(self.meters))
        if self.meters[key].level(now).reset_after == 0:
            del self.meters[key]
        else:
            self.meters.move_to_end(key)
