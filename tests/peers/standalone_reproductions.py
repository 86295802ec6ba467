"""Every cause of docs/peers.md once more, with only the package and a stopped clock: no adapter, no search.

Each function asserts what happens in the pinned version. `python -m tests.peers.standalone_reproductions` runs all.
"""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Thread
from unittest.mock import patch

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter, SlidingWindowCounterRateLimiter
from rush.limiters.gcra import GenericCellRatelimiter
from rush.limiters.periodic import PeriodicLimiter
from rush.quota import Quota
from rush.stores.dictionary import DictionaryStore
from rush.throttle import Throttle
from throttled import Throttled
from throttled.rate_limiter import per_duration
from throttled.store import MemoryStore
from token_bucket import Limiter
from token_bucket import MemoryStorage as Tokens

DATE = 1_800_000_000


@contextmanager
def stopped(start):
    """Stop `time.time` and `time.monotonic`; what this yields sets them, in seconds from the start."""
    now = [float(start)]
    with patch("time.time", lambda: now[0]), patch("time.monotonic", lambda: now[0]):
        yield lambda seconds: now.__setitem__(0, start + seconds)


def storage():
    """Return one whose sweeper, a thread in real time, doesn't run now."""
    made = MemoryStorage()
    made.timer.cancel()
    made.timer.is_alive = lambda: True
    return made


def limits_moving_window():
    with stopped(DATE) as at:
        limiter, one = MovingWindowRateLimiter(storage()), RateLimitItemPerSecond(1)
        assert limiter.hit(one, "key")
        assert limiter.get_window_stats(one, "key").reset_time == DATE + 1
        at(1)
        assert limiter.test(one, "key")
        assert limiter.get_window_stats(one, "key").remaining == 1
        assert not limiter.hit(one, "key")


def limits_counter():
    with stopped(DATE):
        limiter, one = SlidingWindowCounterRateLimiter(storage()), RateLimitItemPerSecond(1)
        assert limiter.hit(one, "key")
        assert limiter.get_window_stats(one, "key").reset_time == DATE
        assert not limiter.hit(one, "key")


def throttle(using, limit, seconds):
    return Throttled("key", using=using, quota=per_duration(timedelta(seconds=seconds), limit), store=MemoryStore())


def throttled_sliding_counts_a_refusal():
    with stopped(DATE) as at:
        one = throttle("sliding_window", 1, 1)
        assert one.limit(cost=2).limited
        assert one.limit().limited
        again = throttle("sliding_window", 1, 1)
        assert not again.limit().limited
        for second in range(1, 10):
            at(second)
            assert again.limit().limited


def throttled_sliding_tells_too_little():
    with stopped(DATE) as at:
        ten = throttle("sliding_window", 10, 60)
        at(30)
        assert ten.limit(cost=10).state.reset_after == 60
        assert ten.limit().state.retry_after == 30
        at(60)
        assert ten.limit().limited
        at(66.1)
        assert not ten.limit().limited


def throttled_sliding_remaining():
    with stopped(DATE):
        two = throttle("sliding_window", 2, 2)
        assert not two.limit().limited
        assert two.limit(cost=2).state.remaining == 0
        assert two.peek("key").remaining == 1
        assert not two.limit().limited


def throttled_buckets_lose_fractions():
    for using in ("token_bucket", "leaking_bucket"):
        with stopped(DATE) as at:
            two, limited = throttle(using, 2, 3), []
            for second in range(3):
                at(second)
                limited.append(two.limit().limited)
            assert limited == [False, False, True]
            slow = Throttled("key", using=using, quota="59/m burst 5", store=MemoryStore())
            granted = 0
            for second in range(3600):
                at(second)
                granted += not slow.limit().limited
            assert granted == 1802


def throttled_leaking_clock_back():
    with stopped(DATE) as at:
        hundred = throttle("leaking_bucket", 100, 1)
        assert not hundred.limit().limited
        at(-3600)
        assert hundred.limit().state.remaining == -359_901
        assert hundred.peek("key").remaining == 99


def throttled_gcra():
    with stopped(1000):
        three = throttle("gcra", 3, 4)
        assert three.limit().state.remaining == 2
        assert three.limit(cost=2).limited


def token_bucket_race():
    limiter, granted, readings = Limiter(1, 1, Tokens()), [], []

    def read():
        readings.append(1)
        if len(readings) == 1:
            other = Thread(target=lambda: granted.append(limiter.consume("key")))
            other.start()
            other.join()
        return 1000.0

    with patch("time.monotonic", read):
        granted.append(limiter.consume("key"))
    assert granted == [True, True]


class Store(DictionaryStore):
    """A store whose time is set."""

    at = 0.0

    def current_time(self, _tzinfo=None):
        return datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=self.at)


def rush(limiter, count, seconds):
    store = Store()
    return store, Throttle(Quota(timedelta(seconds=seconds), count), limiter(store))


def rush_periodic():
    store, five = rush(PeriodicLimiter, 5, 60)
    assert [five.check("key", 1).limited for _ in range(6)] == 5 * [False] + [True]
    store.at = 60
    assert [five.check("key", 1).remaining for _ in range(20)] == list(range(-1, -21, -1))
    _, one = rush(PeriodicLimiter, 1, 1)
    assert not one.check("key", 2).limited


def rush_gcra():
    store, one = rush(GenericCellRatelimiter, 1, 60)
    for minute in range(5):
        store.at = 60 * minute
        assert not one.peek("key").limited
        assert one.check("key", 1).limited
    _, five = rush(GenericCellRatelimiter, 5, 60)
    assert [five.check("key", 1).limited for _ in range(5)] == 4 * [False] + [True]


def rush_gcra_reset():
    store, three = rush(GenericCellRatelimiter, 3, 4)
    three.check("key", 1)
    assert three.check("key", 1).reset_after == timedelta(seconds=1.333333)
    store.at = 1.333333
    assert three.check("key", 2).limited
    assert not three.check("a new key", 2).limited


CHECKS = (
    limits_moving_window,
    limits_counter,
    throttled_sliding_counts_a_refusal,
    throttled_sliding_tells_too_little,
    throttled_sliding_remaining,
    throttled_buckets_lose_fractions,
    throttled_leaking_clock_back,
    throttled_gcra,
    token_bucket_race,
    rush_periodic,
    rush_gcra,
    rush_gcra_reset,
)

if __name__ == "__main__":
    for check in CHECKS:
        check()
        print(check.__name__)  # noqa: T201
