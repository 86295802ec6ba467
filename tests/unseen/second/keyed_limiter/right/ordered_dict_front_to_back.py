"""An OrderedDict whose front keys go to the back or away, after the call's own take."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """Insertion order is the order of the looks."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._make, self._clock, self._latest = new_meter, clock, 0
        self._lock = Lock()
        self._held: OrderedDict[Hashable, Meter] = OrderedDict()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        self._lock.acquire()
        try:
            self._latest = max(self._clock(), self._latest)
            if key in self._held:
                answer = self._held[key].take(self._latest, cost)
            else:
                candidate = self._make()
                answer = candidate.take(self._latest, cost)
                self._held[key] = candidate
            self._look_at_the_front()
            self._look_at_the_front()
            return answer == 0
        finally:
            self._lock.release()

    def _look_at_the_front(self) -> None:
        for front in self._held:
            break
        else:
            return
        if self._held[front].level(self._latest).reset_after > 0:
            self._held.move_to_end(front)
        else:
            del self._held[front]

    def __len__(self) -> int:
        with self._lock:
            return len(self._held)
