"""A ring of linked nodes with a hand, as a C port of the clock algorithm."""

from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class _Node:
    __slots__ = ("key", "meter", "next", "prev")


class KeyedLimiter:
    """New nodes go in behind the hand, so that it meets them last."""

    __slots__ = ("__weakref__", "_clock", "_hand", "_lock", "_new", "_nodes", "_now")

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new = new_meter
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._nodes: dict[Hashable, _Node] = {}
        self._hand: _Node | None = None

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            t = self._clock()
            if t > self._now:
                self._now = t
            self._advance()
            self._advance()
            node = self._nodes.get(key)
            if node is not None:
                return node.meter.take(self._now, cost) == 0
            meter = self._new()
            granted = meter.take(self._now, cost) == 0
            self._insert(key, meter)
            return granted

    def _insert(self, key, meter):
        node = _Node()
        node.key, node.meter = key, meter
        hand = self._hand
        if hand is None:
            node.prev = node.next = self._hand = node
        else:
            node.prev, node.next = hand.prev, hand
            hand.prev.next = node
            hand.prev = node
        self._nodes[key] = node

    def _advance(self):
        node = self._hand
        if node is None:
            return
        self._hand = node.next
        if node.meter.level(self._now).reset_after != 0:
            return
        del self._nodes[node.key]
        if node.next is node:
            self._hand = None
        else:
            node.prev.next, node.next.prev = node.next, node.prev
        node.prev = node.next = None

    def __len__(self) -> int:
        return len(self._nodes)
