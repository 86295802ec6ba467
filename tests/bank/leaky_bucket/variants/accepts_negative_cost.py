"""Variant of wrong/accepts_negative_cost: a dataclass of water that is leaked by making a new one."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(frozen=True)
class Water:
    amount: int = 0
    tick: int = 0

    def leaked(self, now: int, rate: int) -> "Water":
        if now < self.tick:
            return self
        return Water(max(0, self.amount - rate * (now - self.tick)), now)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = Water()

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if cost == 0 or cost > burst:
            raise ValueError(f"cost {cost} of {burst}")
        self.water = self.water.leaked(now, limit)
        amount = self.water.amount + cost * period
        if amount > burst * period:
            return -((burst * period - amount) // limit)
        self.water = Water(max(0, amount), self.water.tick)
        return 0

    def level(self, now: int) -> Level:
        room = self.quota.burst * self.quota.period - self.water.leaked(now, self.quota.limit).amount
        return Level(room // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self.water.leaked(now, self.quota.limit).amount // self.quota.limit)
