"""Numbers all units ever granted: a request waits for the unit that is a whole limit before its last."""

from bisect import bisect_left, bisect_right

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("a window's burst is its limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.issued = 0  # number of the newest unit
        self.dropped = 0  # number of the newest unit that is no longer in the log
        self.last_units, self.leave_at = [], []

    def ready_at(self, ticket):
        """When the unit of that number is out of the window."""
        if ticket <= self.dropped:
            return 0
        return self.leave_at[bisect_left(self.last_units, ticket)]

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be 1 to {self.limit}")
        self.clock = now = max(now, self.clock)
        ready_at = self.ready_at(self.issued + cost - self.limit)
        if ready_at > now:
            return ready_at - now
        self.issued += cost
        self.last_units.append(self.issued)
        self.leave_at.append(now + self.period)
        self.forget(now)
        return 0

    def forget(self, now):
        # Only when the middle one has left is it worth cutting, so each entry is moved once on average.
        if self.leave_at[len(self.leave_at) // 2] <= now:
            gone = bisect_right(self.leave_at, now)
            self.dropped = self.last_units[gone - 1]
            del self.last_units[:gone], self.leave_at[:gone]

    def level(self, now):
        now = max(now, self.clock)
        gone = bisect_right(self.leave_at, now)
        out = self.last_units[gone - 1] if gone else self.dropped
        return Level(self.limit - self.issued + out, max(0, self.ready_at(self.issued) - now))
