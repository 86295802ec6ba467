"""Law 6, as bookkeeping: which keys a limiter must hold, which it may still hold, and until when."""

from collections.abc import Hashable


class EvictionModel:
    """A fresh key may be held for as many later calls as keys were held when it became fresh.

    No other key may be dropped.
    """

    def __init__(self) -> None:
        self.fresh_at: dict[Hashable, float] = {}  # of each key that may be held: the time at which it becomes fresh
        self.due: dict[Hashable, int] = {}  # of those that are fresh: the number of the call by which they must be gone
        self.gone: dict[Hashable, tuple[int, int]] = {}  # of those that must be: the call that found it fresh, the keys
        self._found: dict[Hashable, tuple[int, int]] = {}
        self.returned = 0  # calls of allow that returned

    def returns(self, now: int, held: int) -> None:
        """Note that a call at `now` returned, before which `held` keys were held."""
        for key, fresh_at in self.fresh_at.items():
            if fresh_at <= now and key not in self.due:
                self.due[key] = self.returned + held
                self._found[key] = self.returned + 1, held
        self.returned += 1

    def spends(self, key: Hashable, fresh_at: float) -> None:
        """Note that a key becomes fresh at `fresh_at`."""
        self.fresh_at[key] = fresh_at
        self.due.pop(key, None)
        self.gone.pop(key, None)

    def bounds(self) -> tuple[int, int]:
        """Return the fewest and the most keys that may be held now."""
        for key in [key for key, due in self.due.items() if due <= self.returned]:
            del self.fresh_at[key], self.due[key]
            self.gone[key] = self._found[key]
        return len(self.fresh_at) - len(self.due), len(self.fresh_at)

    def overdue(self) -> str:
        """Say which keys must be gone, and why; "" if none."""
        words = []
        for found in dict.fromkeys(self.gone.values()):
            keys = [str(key) for key, each in self.gone.items() if each == found]
            names = f"key{'s' if len(keys) > 1 else ''} {spans(keys)}"
            call, held = found
            words.append(
                f"{names}: fresh at call {call}, when {held} keys were held, so gone once call {call + held - 1} has "
                "returned"
            )
        return "; ".join(words)


def spans(keys: list[str]) -> str:
    """Name keys one after the other, and numbers that follow each other as "0 to 59"."""
    parts: list[list[str]] = []
    for key in keys:
        if parts and _follows(key, parts[-1][-1]):
            parts[-1].append(key)
        else:
            parts.append([key])
    return ", ".join(part[0] if len(part) == 1 else f"{part[0]} to {part[-1]}" for part in parts)


def _follows(key: str, before: str) -> bool:
    numbers = [each.rpartition("_")[2] for each in (before, key)]
    return all(map(str.isdecimal, numbers)) and int(numbers[0]) + 1 == int(numbers[1])
