"""Right: an appointment book: the next departure as a whole tick and limit-th parts of one; a refusal writes nothing."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._next = (0, 0)

    def _later(self, when: tuple[int, int], cost: int) -> tuple[int, int]:
        ticks, parts = divmod(cost * self._quota.period, self._quota.limit)
        carry, parts = divmod(when[1] + parts, self._quota.limit)
        return when[0] + ticks + carry, parts

    def take(self, now: int, cost: int = 1) -> int:
        quota = self._quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(cost)
        done = self._later(max(self._next, (now, 0)), cost)
        last = self._later((now, 0), quota.burst)
        if done <= last:
            self._next = done
            return 0
        wait = done[0] - last[0]
        return wait + 1 if done[1] > last[1] else wait

    def level(self, now: int) -> Level:
        quota = self._quota
        queue = (self._next[0] - now) * quota.limit + self._next[1]
        if queue <= 0:
            return Level(quota.burst, 0)
        return Level(max(0, quota.burst + -queue // quota.period), self.delay(now))

    def delay(self, now: int) -> int:
        tick, parts = self._next
        return max(0, tick + (parts > 0) - now)
