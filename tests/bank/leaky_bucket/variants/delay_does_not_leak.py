"""Variant of wrong/delay_does_not_leak: a private leak method on a dict that level leaks a copy of."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.pail = {"water": 0, "tick": 0}

    def _leak(self, pail: dict[str, int], now: int) -> dict[str, int]:
        if now > pail["tick"]:
            pail["water"] = max(0, pail["water"] - (now - pail["tick"]) * self.quota.limit)
            pail["tick"] = now
        return pail

    def _ticks(self, water: int) -> int:
        ticks, more = divmod(water, self.quota.limit)
        return ticks + 1 if more else ticks

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.quota.burst:
            raise ValueError(f"no room for {cost}, ever")
        pail = self._leak(self.pail, now)
        room = self.quota.burst * self.quota.period - pail["water"]
        if room < cost * self.quota.period:
            return self._ticks(cost * self.quota.period - room)
        pail["water"] += cost * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        water = self._leak(dict(self.pail), now)["water"]
        units = -(-water // self.quota.period)
        return Level(self.quota.burst - units, self._ticks(water))

    def delay(self, now: int) -> int:
        return self._ticks(self.pail["water"])
