"""Variant of wrong/wait_rounded_down: a wait and its rounding in one function, by exact division of scaled weights."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("bursts have no place here")
        self.size = quota.limit
        self.length = quota.period
        self.history = {"window": 0, "previous": 0, "present": 0}
        self.newest = 0

    def _at(self, window: int) -> dict[str, int]:
        gap = window - self.history["window"]
        if gap <= 0:
            return self.history
        return {"window": window, "previous": self.history["present"] if gap == 1 else 0, "present": 0}

    def _ticks_until(self, weight: int, goal: int, units: int) -> int:
        """Return the ticks in which a weight that loses `units` a tick comes down to the goal."""
        return (weight - goal) // units

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError("wrong cost")
        self.newest = now = max(self.newest, now)
        window, into = divmod(now, self.length)
        self.history = h = self._at(window)
        weight = h["previous"] * (self.length - into)
        goal = (self.size - cost - h["present"]) * self.length
        if weight <= goal:
            h["present"] += cost
            return 0
        if goal >= 0:
            return self._ticks_until(weight, goal, h["previous"])
        weight = h["present"] * self.length
        goal = (self.size - cost) * self.length
        return self.length - into + self._ticks_until(weight, goal, h["present"])

    def level(self, now: int) -> Level:
        window, into = divmod(now, self.length)
        h = self._at(window)
        weight = h["previous"] * (self.length - into) + h["present"] * self.length
        ends = 2 * self.length if h["present"] else self.length
        return Level(max(0, self.size - -(-weight // self.length)), ends - into if weight else 0)
