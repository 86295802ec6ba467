"""Drives `pyrate-limiter`: three of its algorithms over buckets in memory, one for each key."""

from collections.abc import Callable, Iterable

from pyrate_limiter import (
    AbstractBucket,
    AbstractClock,
    BucketFactory,
    FixedWindow,
    InMemoryBucket,
    Limiter,
    MonotonicClock,
    Rate,
    RateItem,
    SlidingWindowLog,
    StateBucket,
    TokenBucket,
)

from benchmarks.peers.reported import Reported

MILLISECOND = 1_000_000  # ns


class Buckets(BucketFactory):
    """A bucket for each name, made when it is first asked for; nothing leaks in the background."""

    def __init__(self, new_bucket: Callable[[], AbstractBucket]) -> None:
        self.new_bucket = new_bucket
        self.by_name: dict[str, AbstractBucket] = {}

    def wrap_item(self, name: str, weight: int = 1) -> RateItem:
        """Put the time on a request, from the clock of its bucket."""
        if name not in self.by_name:
            self.by_name[name] = self.new_bucket()
        return RateItem(name, self.by_name[name].now(), weight)

    def get(self, item: RateItem) -> AbstractBucket:
        """Return the bucket of a request."""
        return self.by_name[item.name]


def new_bucket(algorithm: str, rates: list[Rate], clock: AbstractClock) -> AbstractBucket:
    """Make a bucket with one rate or several, which reads this clock."""
    if algorithm == "token bucket":
        return StateBucket(rates, TokenBucket(), clock=clock)
    bucket = InMemoryBucket(rates, {"sliding log": SlidingWindowLog, "fixed window": FixedWindow}[algorithm]())
    bucket._clock = clock  # noqa: SLF001  its README says so
    return bucket


class PyrateLimiter:
    """One algorithm, with one rate per whole number of seconds."""

    def __init__(
        self, algorithm: str, limit: int, seconds: int, burst: int, clock: AbstractClock | None = None
    ) -> None:
        rates, clock = [Rate(limit, seconds * 1000, burst)], clock or MonotonicClock()
        self.buckets = Buckets(lambda: new_bucket(algorithm, rates, clock))
        self.limiter = Limiter(self.buckets)

    def take(self, key: str, cost: int = 1) -> bool:
        """Acquire without blocking."""
        return self.limiter.try_acquire(key, cost, blocking=False)

    def hit(self, key: str, cost: int = 1) -> Reported:
        """Acquire without blocking; if that fails, ask the bucket how long to wait."""
        if self.limiter.try_acquire(key, cost, blocking=False):
            return Reported(granted=True)
        bucket = self.buckets.by_name[key]
        wait = bucket.waiting(RateItem(key, bucket.now(), cost))
        return Reported(granted=False, wait=None if wait == -1 else wait * MILLISECOND)

    def allow_each(self, keys: Iterable[str]) -> None:
        """Acquire one for each key."""
        limiter = self.limiter
        for key in keys:
            limiter.try_acquire(key, blocking=False)

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """The same, at a cost."""
        limiter = self.limiter
        for key in keys:
            limiter.try_acquire(key, cost, blocking=False)

    def hit_each(self, keys: Iterable[str]) -> None:
        """The same; it reports no more about a grant."""
        limiter, hit = self.limiter, self.hit
        for key in keys:
            if not limiter.try_acquire(key, blocking=False):
                hit(key)


class WaitingPyrateLimiter(PyrateLimiter):
    """The same, waiting for its lock: otherwise a thread is refused while another one has the lock."""

    def allow_each(self, keys: Iterable[str]) -> None:
        """Acquire one for each key; with enough units left, it waits only for the lock."""
        limiter = self.limiter
        for key in keys:
            limiter.try_acquire(key)
