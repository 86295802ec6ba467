"""A dict from window to count, emptied whenever a newer window begins."""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.limit != quota.burst:
            raise ValueError("burst must equal limit")
        self._quota = quota
        self._counts = {}

    def _window(self, now):
        # A window that has been replaced by a newer one is never opened again.
        return max([now // self._quota.period, *self._counts])

    def take(self, now, cost=1):
        if cost < 1 or cost > self._quota.limit:
            raise ValueError(f"impossible cost {cost}")
        window = self._window(now)
        count = self._counts.get(window, 0) + cost
        if count > self._quota.limit:
            return (window + 1) * self._quota.period - now
        self._counts = {window: count}
        return 0

    def level(self, now):
        window = self._window(now)
        count = self._counts.get(window, 0)
        reset = (window + 1) * self._quota.period - now if count else 0
        return Level(remaining=self._quota.limit - count, reset_after=reset)
