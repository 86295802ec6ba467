"""How many requests were refused, for whom, and when first and most."""

from typing import Final

MINUTE: Final = 60_000_000_000  # ns


class Refusals:
    """Refused requests: how many, the first, and the minute with the most. Times are in ns and don't go back."""

    __slots__ = ("_in_minute", "_minute", "count", "first", "worst", "worst_minute")

    def __init__(self, first: int) -> None:
        self.first = first
        self.count = 0
        self.worst = 0
        self.worst_minute = self._minute = first // MINUTE
        self._in_minute = 0

    def add(self, now: int) -> None:
        """Count one."""
        minute = now // MINUTE
        if minute != self._minute:
            self._minute, self._in_minute = minute, 0
        self.count += 1
        self._in_minute += 1
        if self._in_minute > self.worst:
            self.worst, self.worst_minute = self._in_minute, minute


class PolicyRefusals:
    """What one policy has refused: in all, and by key."""

    __slots__ = ("by_key", "in_all")

    def __init__(self, first: int) -> None:
        self.in_all = Refusals(first)
        self.by_key: dict[str, Refusals] = {}

    def add(self, key: str, now: int) -> None:
        """Count one."""
        self.in_all.add(now)
        found = self.by_key.get(key)
        if found is None:
            found = self.by_key[key] = Refusals(now)
        found.add(now)
