"""Right: two piles of keys, as in a copying collector: four per call go from one pile to the other if they still live, and the piles change places when one is empty."""

import threading
from typing import NamedTuple


class Held(NamedTuple):
    key: object
    meter: object


class Piles:
    def __init__(self):
        self.to_visit = []
        self.visited = []

    def put(self, held):
        self.visited.append(held)

    def next(self):
        """Return the next one to look at, or None if there is none at all."""
        if not self.to_visit:
            self.to_visit, self.visited = self.visited, self.to_visit
        return self.to_visit.pop() if self.to_visit else None


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.__new_meter = new_meter
        self.__clock = clock
        self.__piles = Piles()
        self.__by_key = {}
        self.__time = 0
        self.__lock = threading.Lock()

    def allow(self, key, cost=1):
        with self.__lock:
            now = max(self.__time, self.__clock())
            held = self.__by_key.get(key)
            if held is None:
                new = Held(key, self.__new_meter())
                granted = new.meter.take(now, cost) == 0
                if granted:
                    self.__by_key[key] = new
                    self.__piles.put(new)
            else:
                granted = held.meter.take(now, cost) == 0
            self.__time = now
            self.__collect()
            return granted

    def __collect(self):
        survivors = []
        for _ in range(4):
            held = self.__piles.next()
            if held is None:
                break
            if held.meter.level(self.__time).reset_after == 0:
                del self.__by_key[held.key]
            else:
                survivors.append(held)
        for held in survivors:
            self.__piles.put(held)

    def __len__(self):
        return len(self.__by_key)
