"""Wrong: two slots, by the parity of the window, and only the next slot is cleared; after an idle window the slot of two windows ago counts again."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.slots = [0, 0]
        self.window = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        window = max(self.window, now // self.period)
        if window > self.window:
            self.slots[(self.window + 1) % 2] = 0
            self.window = window
        here = window % 2
        if self.slots[here] + cost > self.limit:
            return (window + 1) * self.period - now
        self.slots[here] += cost
        return 0

    def level(self, now: int) -> Level:
        window = max(self.window, now // self.period)
        used = self.slots[window % 2] if window == self.window else 0
        return Level(self.limit - used, (window + 1) * self.period - now if used else 0)
