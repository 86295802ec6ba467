"""It starts a count anew whenever the window of `now` is another one than that of the count, an older one too."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    window: int
    used: int


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._quota, self._state = quota, State(0, 0)

    def _at(self, window):
        return self._state if window == self._state.window else State(window, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.limit:
            raise ValueError(f"cost {cost} can never be granted")
        window, elapsed = divmod(now, self._quota.period)
        self._state = state = self._at(window)
        if state.used + cost > self._quota.limit:
            return self._quota.period - elapsed
        self._state = State(window, state.used + cost)
        return 0

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self._quota.period)
        used = self._at(window).used
        return Level(self._quota.limit - used, self._quota.period - elapsed if used else 0)
