"""Lifts a time that is behind up to the latest one seen, and so grants all that would be granted there."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.latest = 0
        self.used = 0  # TAT minus latest, in L-ths of a tick

    def _used_at(self, now):
        return max(0, self.used - (now - self.latest) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if cost < 1 or cost > quota.burst:
            raise ValueError(f"cannot ever grant {cost}: the burst is {quota.burst} and the least is 1")
        behind = max(0, self.latest - now)
        now += behind
        self.used, self.latest = self._used_at(now), now
        over = self.used + (cost - quota.burst) * quota.period
        if over <= 0:
            self.used += cost * quota.period
            return 0
        return behind + -(-over // quota.limit)

    def level(self, now: int) -> Level:
        used = self._used_at(max(now, self.latest))
        return Level((self.quota.burst * self.quota.period - used) // self.quota.period, -(-used // self.quota.limit))
