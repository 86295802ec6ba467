"""A list with the index of the oldest live grant; the dead front is cut off once it is the longer part."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} is not the limit {quota.limit}")
        self.quota = quota
        self.clock = 0
        self.grants: list[tuple[int, int]] = []
        self.head = 0
        self.used = 0

    def _live_at(self, now: int) -> tuple[int, int]:
        """The index of the oldest grant that still counts at now, and the units from there on."""
        head, used = self.head, self.used
        while head < len(self.grants) and self.grants[head][0] + self.quota.period <= now:
            used -= self.grants[head][1]
            head += 1
        return head, used

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost {cost} is below 1 or above {self.quota.limit}")
        now = self.clock = max(now, self.clock)
        self.head, self.used = self._live_at(now)
        if self.head * 2 > len(self.grants):
            del self.grants[: self.head]
            self.head = 0
        if self.used + cost <= self.quota.limit:
            self.grants.append((now, cost))
            self.used += cost
            return 0
        room = self.quota.limit - self.used
        index = self.head - 1
        while room < cost:
            index += 1
            room += self.grants[index][1]
        return self.grants[index][0] + self.quota.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        _, used = self._live_at(now)
        reset_after = self.grants[-1][0] + self.quota.period - now if used else 0
        return Level(self.quota.limit - used, reset_after)
