"""Right: remembers when each key will be fresh after a grant, so the sweep asks the meter only when that time has come."""

from collections import deque
from threading import Condition


class KeyedLimiter:
    """Monitor style: the condition's lock guards it all."""

    def __init__(self, new_meter, clock):
        self.__make = new_meter
        self.__clock = clock
        self.__monitor = Condition()
        self.__cells = {}  # key -> [meter, fresh at]
        self.__round = deque()
        self.__time = 0

    def allow(self, key, cost=1):
        with self.__monitor:
            return self.__decide(key, cost, max(self.__time, self.__clock()))

    def __decide(self, key, cost, time):
        cell = self.__cells.get(key)
        if cell is None:
            new = [self.__make(), time]
            allowed = self.__spend(new, cost, time)
            self.__cells[key] = new
            self.__round.append(key)
        else:
            allowed = self.__spend(cell, cost, time)
        self.__time = time
        for _ in range(min(2, len(self.__round))):
            self.__turn()
        return allowed

    @staticmethod
    def __spend(cell, cost, time):
        meter = cell[0]
        if meter.take(time, cost):
            return False
        cell[1] = time + meter.level(time).reset_after
        return True

    def __turn(self):
        first = self.__round[0]
        if self.__cells[first][1] <= self.__time and not self.__cells[first][0].level(self.__time).reset_after:
            self.__round.popleft()
            del self.__cells[first]
        else:
            self.__round.rotate(-1)

    def __len__(self):
        with self.__monitor:
            return len(self.__round)
