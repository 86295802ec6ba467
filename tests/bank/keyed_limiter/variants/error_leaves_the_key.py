"""Variant of wrong/error_leaves_the_key: one OrderedDict from which the front is popped and put back."""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self.recipe = new_meter
        self.hour = clock
        self.busy = Lock()
        self.table = OrderedDict()
        self.past = 0

    def __len__(self) -> int:
        with self.busy:
            return len(self.table)

    def allow(self, key, cost: int = 1) -> bool:
        with self.busy:
            now = max(self.past, self.hour())
            if key not in self.table:
                self.table[key] = self.recipe()
            wait = self.table[key].take(now, cost)
            self.past = now
            front, its_meter = self.table.popitem(last=False)
            if its_meter.level(now).reset_after != 0:
                self.table[front] = its_meter
            return wait == 0
