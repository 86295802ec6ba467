"""Takes the key's lock and then the registry's, but in the sweep the registry's and then the key's.

Source: (c) a lock for each key.

Witness: ann is held. T1 calls allow(ann), has her lock, is stopped in the line before it takes the registry's. T2 calls allow(bob), has the registry's lock, and its sweep waits for ann's. Both wait for ever; right: both return
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class _Entry:
    __slots__ = ("dropped", "lock", "meter")

    def __init__(self, meter):
        self.meter = meter
        self.lock = Lock()
        self.dropped = False


class KeyedLimiter:
    """A registry with a lock, and a lock for each key."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._registry = Lock()
        self._now = 0
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()

    def _tick(self) -> int:
        self._now = max(self._now, self._clock())
        return self._now

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        while True:
            with self._registry:
                entry = self._entries.get(key)
                if entry is None:
                    now = self._tick()
                    entry = _Entry(self._new_meter())
                    wait = entry.meter.take(now, cost)
                    self._entries[key] = entry
                    self._sweep(now)
                    return wait == 0
            with entry.lock:
                if entry.dropped:
                    continue
                with self._registry:
                    now = self._tick()
                wait = entry.meter.take(now, cost)
            with self._registry:
                self._sweep(self._now)
            return wait == 0

    def _sweep(self, now: int) -> None:
        for _ in range(min(2, len(self._entries))):
            key, entry = next(iter(self._entries.items()))
            with entry.lock:
                if entry.meter.level(now).reset_after == 0:
                    entry.dropped = True
                    del self._entries[key]
                else:
                    self._entries.move_to_end(key)

    def __len__(self) -> int:
        return len(self._entries)
