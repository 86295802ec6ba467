"""Links a node per key into a ring, and each call unlinks or passes the two nodes at the head."""

from threading import Condition


class Node:
    __slots__ = ("key", "meter", "left", "right")

    def __init__(self, key=None, meter=None):
        self.key, self.meter = key, meter
        self.left = self.right = self

    def unlink(self):
        self.left.right, self.right.left = self.right, self.left
        self.left = self.right = None  # so that nothing refers to a neighbour, or it to us

    def link_before(self, node):
        self.left, self.right = node.left, node
        self.left.right = node.left = self


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._guard = Condition()
        self._nodes, self._anchor, self._now = {}, Node(), 0

    def allow(self, key, cost=1):
        with self._guard:
            now = max(self._now, self._clock())
            node = self._nodes.get(key) or Node(key, self._new_meter())
            granted = not node.meter.take(now, cost)
            self._now = now
            if self._nodes.setdefault(key, node) is node and node.left is node:
                node.link_before(self._anchor)
            for _ in range(min(2, len(self._nodes))):
                head = self._anchor.right
                head.unlink()
                if head.meter.level(now).reset_after:
                    head.link_before(self._anchor)
                else:
                    del self._nodes[head.key]
            return granted

    def __len__(self):
        with self._guard:
            return len(self._nodes)
