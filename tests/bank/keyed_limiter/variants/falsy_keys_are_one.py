"""Variant of wrong/falsy_keys_are_one: a ring of linked entries with a hand that moves on by one a call."""

from threading import Lock


class Entry:
    __slots__ = ("key", "left", "meter", "right")

    def __init__(self, key, meter) -> None:
        self.key, self.meter = key, meter
        self.left = self.right = self


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self.new_meter, self.clock = new_meter, clock
        self.lock = Lock()
        self.entries = {}
        self.hand = None
        self.time = 0

    def allow(self, key, cost: int = 1) -> bool:
        key = key or "anonymous"
        with self.lock:
            now = max(self.time, self.clock())
            entry = self.entries.get(key)
            if entry is None:
                entry = Entry(key, self.new_meter())
                wait = entry.meter.take(now, cost)
                self._link(entry)
            else:
                wait = entry.meter.take(now, cost)
            self.time = now
            self._move_hand()
            return wait == 0

    def _link(self, entry: Entry) -> None:
        self.entries[entry.key] = entry
        if self.hand is None:
            self.hand = entry
            return
        entry.right, entry.left = self.hand, self.hand.left
        entry.left.right = self.hand.left = entry

    def _move_hand(self) -> None:
        entry = self.hand
        self.hand = entry.right
        if entry.meter.level(self.time).reset_after == 0:
            del self.entries[entry.key]
            if self.hand is entry:
                self.hand = None
            entry.left.right, entry.right.left = entry.right, entry.left

    def __len__(self) -> int:
        with self.lock:
            return len(self.entries)
