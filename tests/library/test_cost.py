"""A cost is a whole number of units: anything else raises, in memory as on Redis, and changes nothing."""

import math
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

import pytest

from ratelimit import (
    GCRA,
    FixedWindow,
    LeakyBucket,
    MemoryLimiter,
    Quota,
    SlidingLog,
    SlidingWindowCounter,
    TokenBucket,
)

METERS = [FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA]
NO_INTS = [math.nan, math.inf, "1", "", b"1", 1.5, 1.0, 2.0, True, False, None, [1], Decimal(1), Fraction(1), 1j]


class Price(IntEnum):
    """An int by another name."""

    ONE = 1
    TWO = 2


@pytest.fixture(params=METERS)
def algorithm(request):
    return request.param


@pytest.mark.parametrize("cost", NO_INTS, ids=repr)
def test_a_cost_that_is_no_int_is_a_type_error_that_names_it(algorithm, cost):
    limiter = MemoryLimiter(algorithm, Quota(3, 10), lambda: 5)
    for call in (limiter.allow, limiter.hit):
        with pytest.raises(TypeError) as caught:
            call("key", cost)
        assert str(caught.value) == f"cost must be an int, got {cost!r}"
    assert len(limiter) == 0
    assert limiter.allow("key", 3)
    assert not limiter.allow("key")


@pytest.mark.parametrize("cost", NO_INTS, ids=repr)
def test_a_held_key_is_as_it_was_after_a_cost_that_is_no_int(algorithm, cost):
    limiter = MemoryLimiter(algorithm, Quota(3, 10), lambda: 5)
    limiter.hit("key", 2)
    before = limiter.peek("key")
    for call in (limiter.allow, limiter.hit):
        with pytest.raises(TypeError, match="cost must be an int"):
            call("key", cost)
    after = limiter.peek("key")
    assert after == before
    assert [type(number) for number in after] == [bool, int, int, int, int]


def test_an_int_of_another_class_is_that_int(algorithm):
    limiter, plain = (MemoryLimiter(algorithm, Quota(4, 10), lambda: 5) for _ in range(2))
    for price in (Price.ONE, Price.TWO, Price.TWO):
        hit = limiter.hit("key", price)
        assert hit == plain.hit("key", int(price))
        assert {type(number) for number in hit} == {bool, int}


def test_a_cost_beyond_the_capacity_is_still_a_value_error(algorithm):
    for never in (0, -1, 4, 10**30):
        with pytest.raises(ValueError, match=f"cost must be from 1 to 3, got {never}"):
            algorithm(Quota(3, 10)).take(5, never)
