"""A leaky bucket that lives in a generator: send it a question, get the answer."""

from ratelimit import Level, Quota


def machine(limit: int, period: int, burst: int):
    brim, water, clock = burst * period, 0, 0
    answer = None
    while True:
        kind, now, cost = yield answer
        left = max(0, water - limit * max(0, now - clock))
        if kind == "look":
            answer = (brim - left) // period, (left + limit - 1) // limit
            continue
        water, clock = left, max(clock, now)
        over = water + cost * period - brim
        if over > 0:
            answer = (over + limit - 1) // limit
        else:
            water += cost * period
            answer = 0


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._burst = quota.burst
        self._machine = machine(quota.limit, quota.period, quota.burst)
        next(self._machine)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:  # out here: an error inside would end the generator
            raise ValueError("cost")
        return self._machine.send(("take", now, cost))

    def level(self, now: int) -> Level:
        return Level(*self._machine.send(("look", now, 0)))

    def delay(self, now: int) -> int:
        return self._machine.send(("look", now, 0))[1]
