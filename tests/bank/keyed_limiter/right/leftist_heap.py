"""A leftist heap of its own by when a key may be fresh: its comparisons are Python's, a few for each doubling of keys."""

from threading import Lock


class Node:
    __slots__ = ("due", "key", "left", "rank", "right")

    def __init__(self, due, key):
        self.due, self.key, self.rank = due, key, 1
        self.left = self.right = None


def merged(one, other):
    if one is None or other is None:
        return other if one is None else one
    if other.due < one.due:
        one, other = other, one
    one.right = merged(one.right, other)
    if one.left is None or one.left.rank < one.right.rank:
        one.left, one.right = one.right, one.left
    one.rank = 1 + (0 if one.right is None else one.right.rank)
    return one


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._first = None

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            known = key in self._meters
            meter = self._meters[key] if known else self._new_meter()
            wait = meter.take(now, cost)
            self._now = now
            if not known:
                self._meters[key] = meter
                self._first = merged(self._first, Node(now, key))  # whether it is fresh later is asked then
            self._settle(now)
            self._settle(now)
            return wait == 0

    def _settle(self, now):
        node = self._first
        if node is None or node.due > now:
            return
        self._first = merged(node.left, node.right)
        rest = self._meters[node.key].level(now).reset_after
        if rest:
            self._first = merged(self._first, Node(now + rest, node.key))
        else:
            del self._meters[node.key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
