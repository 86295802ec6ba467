"""Plans to drop a key when it is fresh, but after a refusal when that wait is over, which is sooner.

Breaks: law 5 (a key that is not fresh is never dropped)
Level: remember
Shows: 2/10 (token buckets): allow(0, ann) allow(0, ann) allow(1, ann) allow(5, bob) allow(5, ann, 2)
Expected: the last is False, she has one unit; yours: True
Shipped: not known
"""

import heapq
import itertools
import threading
from collections.abc import Callable, Hashable

from ratelimit import Clock, Meter


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter = new_meter
        self.clock = clock
        self.lock = threading.Lock()
        self.held: dict[Hashable, list] = {}  # key: [meter, due]
        self.heap: list[tuple[int, int, Hashable]] = []  # one entry for each key
        self.number = itertools.count()
        self.now = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.lock:
            now = max(self.now, self.clock())
            record = self.held.get(key)
            meter = record[0] if record else self.new_meter()
            wait = meter.take(now, cost)
            self.now = now
            due = now + (wait or meter.level(now).reset_after)
            if record:
                record[1] = due
            else:
                self.held[key] = [meter, due]
                heapq.heappush(self.heap, (due, next(self.number), key))
            self._drop_due(now)
            return wait == 0

    def _drop_due(self, now: int) -> None:
        for _ in range(3):
            if not self.heap or self.heap[0][0] > now:
                return
            _, number, key = self.heap[0]
            due = self.held[key][1]
            if due > now:
                heapq.heapreplace(self.heap, (due, number, key))
            else:
                heapq.heappop(self.heap)
                del self.held[key]

    def __len__(self) -> int:
        return len(self.held)
