"""Looks for idle keys only when it adds one, so none is ever forgotten while the same clients keep calling.

Breaks: law 6 (dropped within so many later calls, on any keys)
Level: forget
Shows: 2/10: allow(0, ann) allow(0, bob) allow(30, ann) allow(31, ann) allow(32, ann), then len
Expected: 1 is held; yours: 2
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock
from typing import Callable, Hashable

from ratelimit import Clock, Meter


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.__new_meter = new_meter
        self.__clock = clock
        self.__lock = Lock()
        self.__meters: "OrderedDict[Hashable, Meter]" = OrderedDict()
        self.__time = 0

    def __add(self, key: Hashable, meter: Meter) -> None:
        # the table only grows here, so this is the place to keep it small
        for _ in range(min(3, len(self.__meters))):
            oldest, its_meter = self.__meters.popitem(last=False)
            if its_meter.level(self.__time).reset_after > 0:
                self.__meters[oldest] = its_meter
        self.__meters[key] = meter

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.__lock:
            now = max(self.__clock(), self.__time)
            meter = self.__meters.get(key)
            if meter is not None:
                wait = meter.take(now, cost)
                self.__time = now
            else:
                meter = self.__new_meter()
                wait = meter.take(now, cost)
                self.__time = now
                self.__add(key, meter)
            return wait == 0

    def __len__(self) -> int:
        with self.__lock:
            return len(self.__meters)
