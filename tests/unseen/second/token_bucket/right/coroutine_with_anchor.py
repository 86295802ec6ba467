"""Right: a coroutine keeps the bucket; tokens are counted from an anchor which only grants move, the clock is separate."""

from ratelimit import Level, Quota


def _bucket(limit, period, burst):
    top = burst * period
    anchor_time, anchor_credit, clock = 0, top, 0
    reply = None
    while True:
        verb, now, cost = yield reply
        at = now if now > clock else clock
        credit = anchor_credit + (at - anchor_time) * limit
        if credit > top:
            credit = top
        if verb == "level":
            reply = Level(credit // period, (top - credit + limit - 1) // limit)
            continue
        clock = at
        lacking = cost * period - credit
        if lacking > 0:
            reply = (lacking - 1) // limit + 1
        else:
            anchor_time, anchor_credit = at, -lacking
            reply = 0


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._burst = quota.burst
        self._bucket = _bucket(quota.limit, quota.period, quota.burst)
        next(self._bucket)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self._burst + 1):
            raise ValueError("cost out of range")
        return self._bucket.send(("take", now, cost))

    def level(self, now: int) -> Level:
        return self._bucket.send(("level", now, 0))
