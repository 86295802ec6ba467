"""Other meters that live, and are used, while a timeline is played: what meters share shows at once."""

from functools import lru_cache
from typing import Any

from ratelimit import Quota


class OtherMeters:
    """A meter of the same quota, made before the one on trial, and one of another quota, made after it."""

    def __init__(self, trial: Any, quota: Quota) -> None:
        self._new, self._guard = trial.new, trial.guard
        self._meters: list[Any] = []
        self._other = _unlike(quota, 1 if trial.oracle.has_burst else 2)
        self._add(quota)

    def arrives(self) -> None:
        """Make the other one."""
        self._add(self._other)

    def asks(self, now: int) -> None:
        """Take one unit of each, and look; what they answer is judged elsewhere."""
        self._guard.aside("another meter's take()", self._ask, now)

    def _add(self, quota: Quota) -> None:
        try:
            self._meters.append(self._guard.aside("__init__()", self._new, quota))
        except (Exception, SystemExit):  # noqa: BLE001  one that can't be made is judged elsewhere
            return

    def _ask(self, now: int) -> None:
        for meter in self._meters:
            try:
                meter.take(now)
                meter.level(now)
            except (Exception, SystemExit):  # noqa: BLE001, S112  the others are asked all the same
                continue


@lru_cache
def _unlike(quota: Quota, more: int) -> Quota:
    return Quota(quota.limit + 2, quota.period + 3, quota.burst + more)
