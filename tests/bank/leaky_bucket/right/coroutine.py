"""The bucket is a coroutine: a time and a volume to pour go in, what stood there and what would spill come out."""

from ratelimit import Level, Quota


def pail(leak, capacity):
    water, clock = 0, 0
    found, spilt = None, None
    while True:
        now, volume = yield found, spilt
        found = max(0, water - leak * max(0, now - clock))
        spilt = max(0, found + volume - capacity)
        if volume:  # nothing to pour: only a look
            clock = max(clock, now)
            water = found if spilt else found + volume


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.pail = pail(quota.limit, quota.burst * quota.period)
        next(self.pail)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost {cost}, but 1 to {self.quota.burst} is what can be granted")
        _, spilt = self.pail.send((now, cost * self.quota.period))
        return -(-spilt // self.quota.limit)

    def level(self, now: int) -> Level:
        water, _ = self.pail.send((now, 0))
        return Level(self.quota.burst - -(-water // self.quota.period), -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        water, _ = self.pail.send((now, 0))
        return -(-water // self.quota.limit)
