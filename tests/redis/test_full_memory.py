"""A server whose memory is full refuses to write: nothing is half-written, and what needs no write is answered."""

import pytest

from katas.grader.redis.servers.ttl import expires
from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota
from tests.redis.algorithms import ALGORITHMS

ENOUGH = 15_000_000  # bytes
DAY = 86_400_000_000_000  # ns
QUOTA = Quota.per_day(4)


@pytest.fixture
def fill(admin):
    """Fill the server."""

    def fill():
        admin.set("ballast", bytes(2 * ENOUGH))
        admin.config_set("maxmemory", ENOUGH)

    return fill


@pytest.fixture
def limiters(make, own_client):
    return [make(algorithm, QUOTA, own_client) for algorithm in ALGORITHMS]


def make_room(admin):
    admin.delete("ballast")
    until(lambda: admin.info("memory")["used_memory"] < ENOUGH)  # it is freed in the background


def everything(admin):
    return {key: (admin.dump(key), expires(admin, key)) for key in admin.scan_iter() if key != b"ballast"}


def test_nothing_is_half_written(style, admin, fill, manual_clock, limiters):
    for _ in range(3):
        manual_clock.now += 1000
        for limiter in limiters:
            limiter.hit("key")
    fill()
    before = everything(admin)
    for limiter in limiters:
        refused = limiter.hit("key", 2)
        assert not refused
        assert refused.remaining == limiter.peek("key").remaining == 1
        for now in (manual_clock.now, manual_clock.now + 1000, manual_clock.now + DAY):
            manual_clock.now = now
            for key in ("key", "new"):
                with pytest.raises(style.errors.OutOfMemoryError):
                    limiter.hit(key)
            with pytest.raises(style.errors.OutOfMemoryError):
                limiter.hit_many(["key", "new", "key"])
            assert limiter.peek("new").remaining == 4
        manual_clock.now -= DAY
    assert everything(admin) == before
    make_room(admin)
    for limiter in limiters:
        assert [limiter.hit("key")[:2] for _ in range(2)] == [(True, 0), (False, 0)]
        assert limiter.hit("new", 4)


def test_a_reset_makes_room(fill, limiters):
    for limiter in limiters:
        limiter.hit("key")
    fill()
    for limiter in limiters:
        limiter.reset("key")
        assert limiter.peek("key").remaining == 4


@pytest.mark.parametrize("on_error", ["allow", "deny"])
def test_on_error_decides_what_must_be_written_and_redis_the_rest(admin, fill, make, on_error, own_client):
    limiter = make(ALGORITHMS[0], QUOTA, own_client, on_error=on_error)
    limiter.hit("key", 3)
    fill()
    for _ in range(5):
        assert bool(limiter.hit("new")) == (on_error == "allow")
        assert limiter.peek("key").remaining == 1
        assert not limiter.hit("key", 2)
    make_room(admin)
    assert limiter.hit("key").remaining == 0
