"""Wrong: the state lives in a table whose key is the quota, so two buckets with equal quotas are one."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ratelimit import Level, Quota


class _Account:
    __slots__ = ("grains", "clock")

    def __init__(self, grains: int) -> None:
        self.grains = grains
        self.clock = 0


class _Ledger:
    """Keeps the accounts apart from the rules."""

    def __init__(self) -> None:
        self._accounts: dict = {}

    def account(self, key, opening: int) -> _Account:
        return self._accounts.setdefault(key, _Account(opening))

    def open(self, key, opening: int) -> None:
        self._accounts[key] = _Account(opening)


_LEDGER = _Ledger()


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._brim = quota.burst * quota.period
        _LEDGER.open(quota, self._brim)

    def _account(self) -> _Account:
        return _LEDGER.account(self._quota, self._brim)

    def _present(self, account: _Account, now: int) -> int:
        return min(self._brim, account.grains + max(0, now - account.clock) * self._quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost out of range")
        account = self._account()
        account.grains, account.clock = self._present(account, now), max(now, account.clock)
        price = cost * self._quota.period
        if account.grains < price:
            return -((account.grains - price) // self._quota.limit)
        account.grains -= price
        return 0

    def level(self, now: int) -> Level:
        grains = self._present(self._account(), now)
        return Level(grains // self._quota.period, -((grains - self._brim) // self._quota.limit))
