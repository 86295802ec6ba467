"""The server's clock counts, however wrong the clients' are; and a clock that is passed in may go back."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis

from katas.grader.keyed.meters import Dial
from ratelimit import GCRA, FixedWindow, MemoryLimiter, Quota
from ratelimit.redis import RedisLimiter, sans_io
from tests.redis.algorithms import WINDOWS
from tests.redis.conftest import NOON

HOUR = 3_600_000_000_000  # ns
LATEST = (1000 << 52) - 1


def server_time(client):
    seconds, microseconds = client.time()
    return (seconds * 1_000_000 + microseconds) * 1000


def test_clients_whose_clocks_are_an_hour_apart_share_one_clock(algorithm, make, monkeypatch):
    """With a limit per half an hour, a client's own clock would find a bucket that is full again."""
    quota = Quota.parse("3/30m") if algorithm is not FixedWindow else Quota.per_day(3)
    granted = []
    for shift in (0, 3600, -3600, 7200):
        with monkeypatch.context() as patch:
            for name in ("time", "time_ns", "monotonic", "monotonic_ns"):
                patch.setattr(time, name, shifted(getattr(time, name), shift * (10**9 if "ns" in name else 1)))
            patch.setattr(sans_io, "monotonic_ns", time.monotonic_ns)
            limiters = [make(algorithm, quota, clock=None, remember=remember) for remember in (0, 5)]
            granted += [limiter.allow("key") for limiter in limiters]
    assert granted == [True] * 3 + [False] * 5


def shifted(clock, by):
    return lambda: clock() + by


def test_the_window_is_that_of_the_servers_time(make, client):
    limiter = make(FixedWindow, Quota.per_hour(3), clock=None)
    before = server_time(client)
    hit = limiter.hit("key")
    after = server_time(client)
    ends = {now - now % HOUR + HOUR - hit.reset_after for now in (before, after)}
    assert min(ends) <= after
    assert any(before <= end <= after for end in ends)


def test_a_clock_that_is_passed_in_is_the_only_one(algorithm, make, manual_clock):
    limiter = make(algorithm, Quota.per_hour(2))
    assert [limiter.allow("key") for _ in range(3)] == [True, True, False]
    manual_clock.now += 2 * HOUR
    assert [limiter.allow("key") for _ in range(3)] == [True, True, False]


def test_every_time_from_the_first_to_the_last_works(algorithm, make, manual_clock):
    limiter = make(algorithm, Quota.per_hour(2))
    for number, manual_clock.now in enumerate((0, 1, 1000, HOUR, LATEST - 1000, LATEST)):
        assert [limiter.allow(f"{number}") for _ in range(3)] == [True, True, False]
        assert limiter.peek("new").remaining == 2


def test_steps_back_grant_nothing_extra(algorithm, url, prefix):
    """What is granted would be granted at the time of the last grant too: so the bound holds on that clock."""
    client, examples = Redis.from_url(url), iter(range(10**6))
    steps = st.one_of(
        st.sampled_from([0, 0, 1, -1, 1000, -1000]), st.integers(-3 * HOUR, 3 * HOUR), st.integers(-(10**6), 10**6)
    )

    @settings(max_examples=80)
    @given(
        st.lists(st.tuples(steps, st.integers(1, 3)), max_size=25),
        st.sampled_from([HOUR, 60_000_000_000, 3_000_000_000]),
    )
    def agree(traffic, period):
        manual_clock, granted_at, key = Dial(NOON), Dial(NOON), str(next(examples))
        burst = None if algorithm in WINDOWS else 3
        limiter = RedisLimiter(algorithm, Quota(4, period, burst), client, prefix=prefix, clock=manual_clock)
        reference = MemoryLimiter(algorithm, Quota(4, period, burst), granted_at)
        last = 0
        for step, cost in traffic:
            manual_clock.now = max(0, manual_clock.now + step)
            granted_at.now = max(manual_clock.now - manual_clock.now % 1000, last)
            hit = limiter.hit(key, cost)
            assert all(number >= 0 for number in (*hit, *limiter.peek(key)))
            if hit:
                assert reference.allow(key, cost)
                last = granted_at.now
            elif algorithm is not GCRA:
                room = reference.peek(key).remaining
                assert room < cost

    agree()
    client.close()
