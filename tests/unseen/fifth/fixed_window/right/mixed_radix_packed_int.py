"""Right: window and count in one int, packed in base limit + 1 so that no width can overflow."""

from ratelimit import Quota


class FixedWindow:
    """Lock-free style: the whole state is one number, read once and written once per call."""

    __slots__ = ("_base", "_period", "_word")

    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError(f"burst {quota.burst} is not the limit {quota.limit}")
        self._base = quota.limit + 1
        self._period = quota.period
        self._word = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost >= self._base:
            raise ValueError("this cost can never be granted")
        # The first word of now's window; a word above it belongs to that window or to a later one.
        word = max(self._word, now // self._period * self._base)
        window, used = divmod(word, self._base)
        if used + cost < self._base:
            self._word = word + cost
            return 0
        return (window + 1) * self._period - now

    def level(self, now: int) -> tuple[int, int]:
        window, used = divmod(max(self._word, now // self._period * self._base), self._base)
        return self._base - 1 - used, (window + 1) * self._period - now if used else 0
