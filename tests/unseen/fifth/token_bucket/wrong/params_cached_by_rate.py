"""Wrong: the derived numbers are cached by (limit, period), but they contain the burst too."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(frozen=True)
class _Params:
    limit: int
    period: int
    burst: int
    capacity: int


_PARAMS: dict[tuple[int, ...], _Params] = {}


def _params(quota: Quota) -> _Params:
    key = (quota.limit, quota.period)
    found = _PARAMS.get(key)
    if found is None:
        if len(_PARAMS) >= 64:
            _PARAMS.clear()
        found = _PARAMS[key] = _Params(quota.limit, quota.period, quota.burst, quota.burst * quota.period)
    return found


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._p = _params(quota)
        self._content = self._p.capacity
        self._last = 0

    def _peek(self, now: int) -> int:
        return min(self._p.capacity, self._content + max(0, now - self._last) * self._p.limit)

    def take(self, now: int, cost: int = 1) -> int:
        p = self._p
        if not 1 <= cost <= p.burst:
            raise ValueError("cost out of range")
        self._content, self._last = self._peek(now), max(now, self._last)
        need = cost * p.period
        if self._content >= need:
            self._content -= need
            return 0
        return -(-(need - self._content) // p.limit)

    def level(self, now: int) -> Level:
        content = self._peek(now)
        return Level(content // self._p.period, -(-(self._p.capacity - content) // self._p.limit))
