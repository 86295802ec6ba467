"""Wrong: keys are made texts, as for Redis: `1` and `"1"`, `None` and `"None"` share a meter."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Optional

from ratelimit import Clock, Meter


class _Node:
    __slots__ = ("key", "meter", "next", "prev", "__weakref__")

    def __init__(self, key: Hashable, meter: Optional[Meter]) -> None:
        self.key = key
        self.meter = meter
        self.prev = self.next = self

    def unlink(self) -> None:
        self.prev.next = self.next
        self.next.prev = self.prev
        self.prev = self.next = None

    def link_before(self, other: _Node) -> None:
        self.prev, self.next = other.prev, other
        other.prev.next = self
        other.prev = self


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._factory = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._nodes: dict[Hashable, _Node] = {}
        self._head = _Node(None, None)
        self._last_time = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            time = max(self._clock(), self._last_time)
            key = str(key)
            node = self._nodes.get(key)
            if node is not None:
                result = node.meter.take(time, cost)
            else:
                node = _Node(key, self._factory())
                result = node.meter.take(time, cost)
                self._nodes[key] = node
                node.link_before(self._head)
            self._last_time = time
            self._inspect()
            self._inspect()
            return result == 0

    def _inspect(self) -> None:
        node = self._head.next
        if node is self._head:
            return
        node.unlink()
        if node.meter.level(self._last_time).reset_after == 0:
            del self._nodes[node.key]
        else:
            node.link_before(self._head)

    def __len__(self) -> int:
        with self._lock:
            return len(self._nodes)
