"""Meters by key, on shelves so short that none takes long to grow."""

from collections import deque
from collections.abc import Hashable
from contextlib import suppress
from typing import Final

from ratelimit.protocols import Meter

# A dict copies itself to grow: one of a million keys takes 30 ms for that, one of a thousand up to 50 us.
NEAR = 512  # keys
FAR = (
    8191  # shelves, of 120 keys each when a million are held; a prime, as hashes of numbers may have a factor in common
)

NOBODY: Final = object()


class Shelves:
    """The first keys lie on the near shelf. When that is full, newcomers go to the far one that their hash tells.

    `next` goes round: it names each key once before it begins anew, always in the same order. A newcomer lets another
    wait longer for its turn by one, at most.
    """

    __slots__ = ("_far", "_order", "_to_visit", "_turns", "near")

    def __init__(self) -> None:
        self.near: dict[Hashable, Meter] = {}
        self._far: list[dict[Hashable, Meter] | None] = []  # FAR of them, once the near one was full; none is empty
        self._order = deque([self.near])  # the shelf that was visited last is last; those left empty are still there
        self._to_visit = 0  # shelves, in this round
        self._turns: list[Hashable] = []  # of the shelf that is visited; the next is last

    def __len__(self) -> int:
        return sum(map(len, self._order))

    def find(self, key: Hashable) -> Meter | None:
        """Return the key's meter, if it has one."""
        meter = self.near.get(key)
        return self.find_far(key) if meter is None else meter

    def find_far(self, key: Hashable) -> Meter | None:
        """Return the meter of a key that is not on the near shelf, if it has one."""
        if not self._far:
            return None
        shelf = self._far[hash(key) % FAR]
        return None if shelf is None else shelf.get(key)

    def put(self, key: Hashable, meter: Meter) -> None:
        """Keep the meter of a key that has none."""
        if len(self.near) < NEAR:
            self.near[key] = meter
            return
        if not self._far:
            self._far = [None] * FAR
        number = hash(key) % FAR
        shelf = self._far[number]
        if not shelf:  # a new one, before the one that is visited, which must not have a turn more than this
            shelf = {}
            self._order.insert(len(self._order) - 1, shelf)
            self._far[number] = shelf
        shelf[key] = meter

    def drop(self, key: Hashable) -> bool:
        """Forget the key whose turn it was. Return whether it was there."""
        if self.near.pop(key, None) is not None:
            return True
        number = hash(key) % FAR
        shelf = self._far[number] if self._far else None
        if shelf is None or shelf.pop(key, None) is None:
            return False
        if not shelf:
            self._far[number] = None
        return True

    def forget(self, key: Hashable) -> None:
        """Forget a key, and its turn: nobody is to wait for that."""
        if self.drop(key):
            with suppress(ValueError):
                self._turns.remove(key)

    def round_is_over(self) -> bool:
        """Say whether `next` begins a new round."""
        return not self._turns and not self._to_visit

    def next(self) -> Hashable:
        """Return the key whose turn it is. NOBODY if none is left in this round."""
        if self.round_is_over():
            self._to_visit = len(self._order)
        while not self._turns:
            if not self._to_visit:
                return NOBODY
            self._to_visit -= 1
            shelf = self._order.popleft()
            if shelf or shelf is self.near:
                self._order.append(shelf)
                self._turns = list(shelf)
        return self._turns.pop()
