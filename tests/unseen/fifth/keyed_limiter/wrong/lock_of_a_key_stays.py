"""Wrong: each key has a lock in a second table, and the sweep drops the meter but not the lock."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """One meter per key, safe for threads. Drops a key once its meter is fresh."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._table_lock = Lock()
        self._key_locks: defaultdict[Hashable, Lock] = defaultdict(Lock)
        self._meters: dict[Hashable, Meter] = {}
        self._round: deque[Hashable] = deque()
        self._now = 0

    def _lock_of(self, key: Hashable) -> Lock:
        with self._table_lock:
            return self._key_locks[key]

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock_of(key), self._table_lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            created = meter is None
            if created:
                meter = self._new_meter()
            fresh = set()
            for i in range(min(2, len(self._round))):
                other = self._meters[self._round[i]]
                if other is not meter and other.level(now).reset_after == 0:
                    fresh.add(i)
            granted = meter.take(now, cost) == 0
            self._now = now
            for i in range(min(2, len(self._round))):
                if i in fresh:
                    del self._meters[self._round.popleft()]
                else:
                    self._round.rotate(-1)
            if created:
                self._meters[key] = meter
                self._round.append(key)
            return granted

    def __len__(self) -> int:
        with self._table_lock:
            return len(self._meters)
