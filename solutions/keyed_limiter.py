"""A limiter for many keys, written to be read.

One lock guards everything: the clock, the meters, and their order. A call holds it and takes three steps: read the
clock, ask the key's meter, look at one key that may be dropped.

Keys wait in a queue. Every call looks at the key in front: if its meter is fresh (it answers as a new one would), the
key is dropped, else it goes to the back. New keys join at the back. So each of n keys has at most n - 1 in front of it,
and it is looked at within n calls, whatever joins behind it. An `OrderedDict` is such a queue. In a plain dict, finding
the first key takes longer and longer, because the search walks over the holes that dropped keys have left.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """One meter per key, safe for threads. Drops a key once its meter is fresh: once it answers as a new one would."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter = new_meter
        self.clock = clock
        self.lock = Lock()
        self.now = 0  # the latest time that a call was answered at
        self.meters: OrderedDict[Hashable, Meter] = OrderedDict()  # the key to look at next is in front

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        """Spend `cost` units of the key: return whether they were granted."""
        with self.lock:
            now = max(self.clock(), self.now)  # outside the lock, a thread could use an old time on a newer state
            held = self.meters.get(key)
            meter = self.new_meter() if held is None else held
            wait = meter.take(now, cost)  # if it raises, nothing has changed yet
            if held is None:
                self.meters[key] = meter
            self.now = now
            self._look_at_one(now)
            return wait == 0

    def __len__(self) -> int:
        with self.lock:
            return len(self.meters)

    def _look_at_one(self, now: int) -> None:
        """Drop the key in front if its meter is fresh, else send it to the back. The lock is held."""
        key = next(iter(self.meters))
        if self.meters[key].level(now).reset_after == 0:
            del self.meters[key]
        else:
            self.meters.move_to_end(key)
