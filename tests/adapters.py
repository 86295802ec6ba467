"""The library's own limiter, in the shape that the keyed_limiter kata asks for."""

from collections.abc import Callable, Hashable

from ratelimit import Clock, MemoryLimiter, Meter, Quota


class KeyedLimiter:
    """`MemoryLimiter` with ready-made meters instead of an algorithm and a quota."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.limiter = MemoryLimiter(lambda _quota: new_meter(), Quota(1, 1), clock)

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        return self.limiter.allow(key, cost)

    def __len__(self) -> int:
        return len(self.limiter)
