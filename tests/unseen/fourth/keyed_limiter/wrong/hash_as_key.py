"""Indexes the table by the hash of the key, to hold small ints only, so keys with one hash share a meter."""

import threading

from ratelimit import Clock, Meter  # noqa: F401


class Node:
    __slots__ = ("key", "meter", "next", "prev")

    def __init__(self, key=None, meter=None):
        self.key = key
        self.meter = meter
        self.prev = self
        self.next = self


def unlink(node):
    node.prev.next = node.next
    node.next.prev = node.prev
    node.prev = node.next = node


def link_before(node, place):
    node.prev = place.prev
    node.next = place
    place.prev.next = node
    place.prev = node


class KeyedLimiter:
    """The list's head is a node of its own; behind it stands the key that was looked at longest ago."""

    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.mutex = threading.Lock()
        self.head = Node()
        self.table = {}
        self.time = 0

    def allow(self, key, cost=1):
        self.mutex.acquire()
        try:
            now = self.clock()
            if now < self.time:
                now = self.time
            looked = []
            node = self.head.next
            while node is not self.head and len(looked) < 2:
                looked.append((node, node.meter.level(now).reset_after == 0))
                node = node.next
            mine = self.table.get(hash(key))
            created = mine is None
            if created:
                mine = Node(key, self.new_meter())
            wait = mine.meter.take(now, cost)
            # From here on nothing raises.
            self.time = now
            for node, fresh in looked:
                unlink(node)
                if fresh and (node is not mine or wait):
                    del self.table[hash(node.key)]
                else:
                    link_before(node, self.head)
            if created:
                self.table[hash(key)] = mine
                link_before(mine, self.head)
            return not wait
        finally:
            self.mutex.release()

    def __len__(self):
        self.mutex.acquire()
        try:
            return len(self.table)
        finally:
            self.mutex.release()
