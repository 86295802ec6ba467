"""Right: defensive, a re-entrant lock, checked arguments and asserted invariants around integers in period-ths of a unit; a refusal writes nothing."""

import operator
import threading
from typing import Final

from ratelimit import Level, Quota


class LeakyBucket:
    __slots__ = ("__brim", "__burst", "__last", "__leak", "__lock", "__unit", "__water")

    def __init__(self, quota: Quota) -> None:
        for name in ("limit", "period", "burst"):
            if getattr(quota, name) < 1:
                raise ValueError(f"{name} must be at least 1")
        self.__leak: Final = quota.limit
        self.__unit: Final = quota.period
        self.__burst: Final = quota.burst
        self.__brim: Final = quota.burst * quota.period
        self.__lock: Final = threading.RLock()
        self.__water = 0
        self.__last = 0

    def __water_at(self, now: int) -> int:
        now = operator.index(now)
        if now <= self.__last:
            return self.__water
        leaked = (now - self.__last) * self.__leak
        return 0 if leaked >= self.__water else self.__water - leaked

    def __ticks(self, drops: int) -> int:
        assert drops >= 0
        ticks = drops // self.__leak
        while ticks * self.__leak < drops:  # once at most
            ticks += 1
        return ticks

    def take(self, now: int, cost: int = 1) -> int:
        cost = operator.index(cost)
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        if cost > self.__burst:
            raise ValueError(f"cost must be at most {self.__burst}, got {cost}")
        with self.__lock:
            water = self.__water_at(now)
            after = water + cost * self.__unit
            if after <= self.__brim:
                self.__water = after
                self.__last = max(self.__last, now)
                assert 0 < self.__water <= self.__brim
                return 0
            wait = self.__ticks(after - self.__brim)
            assert wait >= 1
            return wait

    def level(self, now: int) -> Level:
        with self.__lock:
            water = self.__water_at(now)
            return Level((self.__brim - water) // self.__unit, self.__ticks(water))

    def delay(self, now: int) -> int:
        with self.__lock:
            return self.__ticks(self.__water_at(now))
