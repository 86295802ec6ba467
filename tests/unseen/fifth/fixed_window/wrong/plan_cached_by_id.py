"""Wrong: the checked numbers of a quota are cached by id(quota), and an id is used again once its quota is gone."""

from ratelimit import Level, Quota

_plans: dict[int, tuple[int, int]] = {}


def _plan(quota: Quota) -> tuple[int, int]:
    """Check a quota once, however many clients share it."""
    plan = _plans.get(id(quota))
    if plan is None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        if len(_plans) >= 256:
            _plans.clear()
        plan = _plans[id(quota)] = (quota.limit, quota.period)
    return plan


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        self._limit, self._period = _plan(quota)
        self._window = 0
        self._used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        window = now // self._period
        if window > self._window:
            self._window, self._used = window, 0
        if self._used + cost <= self._limit:
            self._used += cost
            return 0
        return (self._window + 1) * self._period - now

    def level(self, now: int) -> Level:
        if now // self._period > self._window or self._used == 0:
            return Level(self._limit, 0)
        return Level(self._limit - self._used, (self._window + 1) * self._period - now)
