"""Wrong: the highest time is kept for each key, not for all of them."""

from collections.abc import Callable, Hashable
from threading import Condition
from typing import Final

from ratelimit import Clock, Meter


class _Node:
    __slots__ = ("key", "meter", "next", "prev", "time")

    def __init__(self, key, meter):
        self.key = key
        self.meter = meter
        self.time = -1
        self.prev = self
        self.next = self


class KeyedLimiter:
    """One meter per key, safe for threads. Drops a key once its meter is fresh."""

    _STEPS: Final = 2

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.__factory = new_meter
        self.__clock = clock
        self.__monitor = Condition()
        self.__table = dict()
        self.__hand = None

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.__monitor:
            time = self.__clock()
            node = self.__table.get(key)
            if node is not None and node.time > time:
                time = node.time
            target = self.__factory() if node is None else node.meter

            victims = []
            hand = self.__hand
            for _ in range(min(self._STEPS, len(self.__table))):
                if hand is not node and not hand.meter.level(max(time, hand.time)).reset_after:
                    victims.append(hand)
                hand = hand.next

            wait = target.take(time, cost)

            self.__hand = hand
            for victim in victims:
                self.__unlink(victim)
            if node is None:
                node = _Node(key, target)
                self.__link(node)
            node.time = time
            return not wait

    def __link(self, node):
        """Put it just behind the hand: it is the last to be visited."""
        self.__table[node.key] = node
        if self.__hand is None:
            self.__hand = node
            return
        node.next = self.__hand
        node.prev = self.__hand.prev
        node.prev.next = node
        node.next.prev = node

    def __unlink(self, node):
        del self.__table[node.key]
        if node.next is node:
            self.__hand = None
        else:
            node.prev.next = node.next
            node.next.prev = node.prev
            if self.__hand is node:
                self.__hand = node.next
        node.prev = node.next = None

    def __len__(self) -> int:
        self.__monitor.acquire()
        count = len(self.__table)
        self.__monitor.release()
        return count
