"""Law 6, as bookkeeping: which keys a limiter must hold, which it may still hold, and until when."""

from collections.abc import Hashable


class EvictionModel:
    """A fresh key may be held for as many later calls as keys were held when it became fresh.

    No other key may be dropped.
    """

    def __init__(self) -> None:
        self.fresh_at: dict[Hashable, float] = {}  # of each key that may be held: the time at which it becomes fresh
        self.due: dict[Hashable, int] = {}  # of those that are fresh: the number of the call by which they must be gone
        self.returned = 0  # calls of allow that returned

    def returns(self, now: int, held: int) -> None:
        """Note that a call at `now` returned, before which `held` keys were held."""
        for key, fresh_at in self.fresh_at.items():
            if fresh_at <= now and key not in self.due:
                self.due[key] = self.returned + held
        self.returned += 1

    def spends(self, key: Hashable, fresh_at: float) -> None:
        """Note that a key becomes fresh at `fresh_at`."""
        self.fresh_at[key] = fresh_at
        self.due.pop(key, None)

    def bounds(self) -> tuple[int, int]:
        """Return the fewest and the most keys that may be held now."""
        for key in [key for key, due in self.due.items() if due <= self.returned]:
            del self.fresh_at[key], self.due[key]
        return len(self.fresh_at) - len(self.due), len(self.fresh_at)
