"""Wrong (c): meters are filed under `hash(key)`, as one ports from a language in which a hash is the identity: keys whose hashes are equal share a meter.

Witness: 1/10: allow(0, -1) allow(0, -2) -> False, right: True (hash(-1) == hash(-2), as hash(0) == hash(2**61 - 1))
"""

import threading
from typing import Any


class _Node:
    __slots__ = ("key", "meter", "prev", "next")

    def __init__(self, key: Any, meter: Any) -> None:
        self.key = key
        self.meter = meter
        self.prev = self.next = self


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._factory = new_meter
        self._clock = clock
        self._mutex = threading.Lock()
        self._index: dict[Any, _Node] = {}
        self._hand: _Node | None = None
        self._high = 0

    def _link(self, node):
        hand = self._hand
        if hand is None:
            self._hand = node
            return
        node.prev, node.next = hand.prev, hand
        hand.prev.next = node
        hand.prev = node

    def _step(self, now):
        node = self._hand
        if node is None:
            return
        if node.meter.level(now).reset_after != 0:
            self._hand = node.next
            return
        del self._index[node.key]
        if node.next is node:
            self._hand = None
        else:
            node.prev.next = node.next
            node.next.prev = node.prev
            self._hand = node.next
        node.prev = node.next = None

    def allow(self, key, cost=1):
        with self._mutex:
            tick = self._clock()
            if tick > self._high:
                self._high = tick
            now = self._high
            node = self._index.get(hash(key))
            if node is None:
                node = _Node(hash(key), self._factory())
                wait = node.meter.take(now, cost)
                if wait == 0:
                    self._index[node.key] = node
                    self._link(node)
            else:
                wait = node.meter.take(now, cost)
            self._step(now)
            return wait == 0

    def __len__(self):
        return len(self._index)
