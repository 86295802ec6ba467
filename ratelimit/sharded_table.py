"""A table of meters by key, in dicts so short that none takes long to grow."""

from collections import deque
from collections.abc import Hashable
from contextlib import suppress
from typing import Final

from ratelimit.protocols import Meter

# A dict copies itself to grow: one of a million keys takes 30 ms for that, one of a thousand up to 50 us.
UNSHARDED = 512  # keys
SHARDS = 8191  # of 120 keys each when a million are held; a prime, as hashes of numbers may have a factor in common

NO_KEY: Final = object()


class ShardedTable:
    """The first keys are in one dict, `unsharded`. When that is full, a new key goes to the shard of its hash.

    `next_key` is a sweep over all keys: it returns each once before it starts again, always in the same order. A key
    that is added delays each other key's turn in the sweep by one at most.
    """

    __slots__ = ("_cursor", "_dicts", "_dicts_left", "_shards", "unsharded")

    def __init__(self) -> None:
        self.unsharded: dict[Hashable, Meter] = {}
        self._shards: list[dict[Hashable, Meter] | None] = []  # SHARDS of them, once needed; none is empty
        self._dicts = deque([self.unsharded])  # in sweep order: the last was swept last; emptied ones are still there
        self._dicts_left = 0  # to sweep
        self._cursor: list[Hashable] = []  # keys left to sweep in the current dict; the next is last

    def __len__(self) -> int:
        return sum(map(len, self._dicts))

    def get(self, key: Hashable) -> Meter | None:
        """Return the key's meter, if it has one."""
        meter = self.unsharded.get(key)
        return self.get_sharded(key) if meter is None else meter

    def get_sharded(self, key: Hashable) -> Meter | None:
        """Return the meter of a key that is not in `unsharded`, if it has one."""
        if not self._shards:
            return None
        shard = self._shards[hash((key,)) % SHARDS]  # mixed: ints that are multiples of SHARDS are common
        return None if shard is None else shard.get(key)

    def add(self, key: Hashable, meter: Meter) -> None:
        """Keep the meter of a key that has none."""
        if len(self.unsharded) < UNSHARDED:
            self.unsharded[key] = meter
            return
        if not self._shards:
            self._shards = [None] * SHARDS
        number = hash((key,)) % SHARDS
        shard = self._shards[number]
        if not shard:  # a new one, before the one being swept, which must not be swept once more often than this
            shard = {}
            self._dicts.insert(len(self._dicts) - 1, shard)
            self._shards[number] = shard
        shard[key] = meter

    def remove_swept(self, key: Hashable) -> bool:
        """Remove a key that `next_key` has just returned. Return whether it was there."""
        if self.unsharded.pop(key, None) is not None:
            return True
        number = hash((key,)) % SHARDS
        shard = self._shards[number] if self._shards else None
        if shard is None or shard.pop(key, None) is None:
            return False
        if not shard:
            self._shards[number] = None
        return True

    def remove(self, key: Hashable) -> None:
        """Remove any key, from the sweep too: no other key must wait for its turn."""
        if self.remove_swept(key):
            with suppress(ValueError):
                self._cursor.remove(key)

    def sweep_is_over(self) -> bool:
        """Say whether `next_key` starts a new sweep."""
        return not self._cursor and not self._dicts_left

    def next_key(self) -> Hashable:
        """Return the next key of the sweep, the same until `pass_key`; NO_KEY if none is left in this one."""
        if self.sweep_is_over():
            self._dicts_left = len(self._dicts)
        while not self._cursor:
            if not self._dicts_left:
                return NO_KEY
            current = self._dicts[0]
            keys = list(current)
            # Nothing can interrupt what follows: of what a signal handler may come after, a call is the last thing.
            self._dicts_left, self._cursor = self._dicts_left - 1, keys
            if keys or current is self.unsharded:
                self._dicts.rotate(-1)
            else:
                self._dicts.popleft()
        return self._cursor[-1]

    def pass_key(self) -> None:
        """Go on to the key after the one that `next_key` returns."""
        if self._cursor:
            self._cursor.pop()
