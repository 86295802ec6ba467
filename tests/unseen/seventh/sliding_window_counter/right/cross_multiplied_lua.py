"""Right: a port of a Lua script on plain integers: both sides are multiplied by the period, and nothing is divided but for the answer."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("ERR burst must equal limit")
        # KEYS: window, now, curr, prev
        self._hash = {"window": 0, "now": 0, "curr": 0, "prev": 0}
        self._limit = quota.limit
        self._period = quota.period

    def _hmget(self, now):
        window, curr, prev = self._hash["window"], self._hash["curr"], self._hash["prev"]
        at = now // self._period
        if at > window + 1:
            return at, 0, 0
        if at == window + 1:
            return at, 0, curr
        return window, curr, prev

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._limit, self._period
        if cost < 1 or cost > limit:
            raise ValueError("ERR cost out of range")
        if now < self._hash["now"]:
            now = self._hash["now"]
        window, curr, prev = self._hmget(now)
        left = period - now % period
        granted = prev * left + (curr + cost) * period <= limit * period
        if granted:
            curr += cost
        self._hash.update(window=window, now=now, curr=curr, prev=prev)
        if granted:
            return 0
        # `still` is how much of a window may be left for its older units to fit in the room
        if curr + cost <= limit:
            still = (limit - curr - cost) * period // prev
            return left - still
        still = (limit - cost) * period // curr
        return left + period - min(still, period)

    def level(self, now: int) -> Level:
        limit, period = self._limit, self._period
        if now < self._hash["now"]:
            now = self._hash["now"]
        _, curr, prev = self._hmget(now)
        left = period - now % period
        used = -(-(prev * left) // period) + curr
        reset = 0
        if prev > 0:
            reset = left
        if curr > 0:
            reset = left + period
        return Level(limit - used, reset)
