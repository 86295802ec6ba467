"""Right: a port of Go's throttled, a store with get and compare-and-swap, and a loop around them; times are exact, in limit-ths of a tick."""

from typing import Protocol

from ratelimit import Level, Quota

MAX_CAS_ATTEMPTS = 10


class Store(Protocol):
    def get(self, key: str) -> int | None: ...

    def set_if_not_exists(self, key: str, value: int) -> bool: ...

    def compare_and_swap(self, key: str, old: int, new: int) -> bool: ...


class MapStore:
    def __init__(self) -> None:
        self._values: dict[str, int] = {}

    def get(self, key: str) -> int | None:
        return self._values.get(key)

    def set_if_not_exists(self, key: str, value: int) -> bool:
        if key in self._values:
            return False
        self._values[key] = value
        return True

    def compare_and_swap(self, key: str, old: int, new: int) -> bool:
        if self._values.get(key) != old:
            return False
        self._values[key] = new
        return True


class GCRA:
    KEY = "tat"

    def __init__(self, quota: Quota, store: Store | None = None) -> None:
        self.tick = quota.limit
        self.emission_interval = quota.period
        self.limit = quota.burst
        # DVT: a first unit is always due, so the rest of the burst may come early
        self.delay_variation_tolerance = quota.period * (quota.burst - 1)
        self.store: Store = store if store is not None else MapStore()

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"quantity must be from 1 to {self.limit}, got {cost}")
        t = now * self.tick
        for _ in range(MAX_CAS_ATTEMPTS):
            stored = self.store.get(self.KEY)
            tat = t if stored is None or stored < t else stored
            # the last unit of the request is due `cost - 1` intervals after the first one
            allow_at = tat + (cost - 1) * self.emission_interval - self.delay_variation_tolerance
            if t < allow_at:
                ticks, rest = divmod(allow_at - t, self.tick)
                return ticks + (rest != 0)
            new_tat = tat + cost * self.emission_interval
            if stored is None:
                updated = self.store.set_if_not_exists(self.KEY, new_tat)
            else:
                updated = self.store.compare_and_swap(self.KEY, stored, new_tat)
            if updated:
                return 0
        raise RuntimeError(f"the store was too busy, {MAX_CAS_ATTEMPTS} times")

    def level(self, now: int) -> Level:
        t = now * self.tick
        tat = self.store.get(self.KEY)
        ttl = 0 if tat is None else max(0, tat - t)
        next_ = self.delay_variation_tolerance + self.emission_interval - ttl
        remaining = next_ // self.emission_interval if next_ > 0 else 0
        ticks, rest = divmod(ttl, self.tick)
        return Level(remaining, ticks + (rest != 0))
