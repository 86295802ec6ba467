"""A coroutine holds the TAT; sending it a time and a number of units, 0 to look only, yields what it makes of them."""

from ratelimit import Level, Quota


def virtual_scheduler(limit, period, burst):
    tat, reply = 0, None
    while True:
        now, cost = yield reply
        start = max(tat, now * limit)
        surplus = start + (cost - burst) * period - now * limit
        if cost and surplus <= 0:
            tat = start + cost * period
        reply = (start - now * limit, max(0, -(-surplus // limit)))


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.scheduler = virtual_scheduler(quota.limit, quota.period, quota.burst)
        self.scheduler.send(None)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost {cost}, but 1 to {self.quota.burst} is what can be granted")
        return self.scheduler.send((now, cost))[1]

    def level(self, now: int) -> Level:
        ahead, _ = self.scheduler.send((now, 0))
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
