"""A cost that raises rolls back to a savepoint that is older than the last grant, and so gives that grant back."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = self.savepoint = 0

    def take(self, now: int, cost: int = 1) -> int:
        try:
            return self._transaction(now, cost)
        except ValueError:
            self.tat = self.savepoint  # an error leaves no trace
            raise

    def _transaction(self, now, cost):
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        if cost > self.burst:
            raise ValueError(f"cost must be at most {self.burst}, got {cost}")
        self.savepoint = self.tat
        ahead = max(0, self.tat - now * self.limit) + cost * self.period
        if ahead > self.burst * self.period:
            return -((self.burst * self.period - ahead) // self.limit)
        self.tat = now * self.limit + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.limit)
        return Level(max(0, (self.burst * self.period - ahead) // self.period), -(-ahead // self.limit))
