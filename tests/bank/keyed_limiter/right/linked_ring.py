"""A ring of linked nodes with a hand that moves one node a call; newcomers are tied in just behind the hand."""

import threading


class _Node:
    __slots__ = ("key", "left", "meter", "right")

    def __init__(self, key, meter):
        self.key, self.meter = key, meter
        self.left = self.right = self

    def tie_before(self, other):
        self.left, self.right = other.left, other
        self.left.right = other.left = self

    def untie(self):
        self.left.right, self.right.left = self.right, self.left
        self.left = self.right = None  # no cycle is left behind


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = threading.Lock()
        self._latest = 0
        self._nodes = {}
        self._hand = None

    def allow(self, key, cost=1):
        self._lock.acquire()
        try:
            self._latest = max(self._clock(), self._latest)
            node = self._nodes.get(key)
            if node is None:
                meter = self._new_meter()
                wait = meter.take(self._latest, cost)
                self._nodes[key] = node = _Node(key, meter)
                if self._hand is None:
                    self._hand = node
                else:
                    node.tie_before(self._hand)
            else:
                wait = node.meter.take(self._latest, cost)
            self._step()
            return wait == 0
        finally:
            self._lock.release()

    def _step(self):
        seen = self._hand
        self._hand = seen.right
        if seen.meter.level(self._latest).reset_after == 0:
            if self._hand is seen:
                self._hand = None
            seen.untie()
            del self._nodes[seen.key]

    def __len__(self):
        with self._lock:
            return len(self._nodes)
