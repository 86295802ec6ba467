"""A quota is what it says."""

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratelimit import Quota

SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("text", "limit", "period", "burst"),
    [
        ("100/minute", 100, 60 * SECOND, 100),
        ("10/s", 10, SECOND, 10),
        ("5 per 15 minutes", 5, 15 * 60 * SECOND, 5),
        ("1/250ms", 1, SECOND // 4, 1),
        ("100/minute burst 20", 100, 60 * SECOND, 20),
        ("3 per 2 weeks burst 1", 3, 14 * 86_400 * SECOND, 1),
        (" 7 / 1 Day ", 7, 86_400 * SECOND, 7),
        ("1/ns", 1, 1, 1),
        ("1/us", 1, 1_000, 1),
        ("1/\u00b5s", 1, 1_000, 1),
        ("1/5m", 1, 300 * SECOND, 1),
        ("1/h", 1, 3_600 * SECOND, 1),
    ],
)
def test_a_quota_reads_like_a_sentence(text, limit, period, burst):
    assert Quota.parse(text) == Quota(limit, period, burst)


def test_units_of_time_are_in_nanoseconds():
    assert Quota.per_second(3) == Quota(3, SECOND)
    assert Quota.per_minute(3, burst=9) == Quota(3, 60 * SECOND, 9)
    assert Quota.per_hour(3) == Quota(3, 3_600 * SECOND)
    assert Quota.per_day(3) == Quota(3, 86_400 * SECOND)


@pytest.mark.parametrize(
    ("quota", "text"),
    [
        (Quota.per_minute(100), "100/minute"),
        (Quota(5, 900 * SECOND), "5 per 15 minutes"),
        (Quota(1, SECOND // 4), "1 per 250 milliseconds"),
        (Quota.per_second(10, burst=1), "10/second burst 1"),
        (Quota(1, 7 * 86_400 * SECOND), "1/week"),
    ],
)
def test_a_quota_is_written_in_its_largest_whole_unit(quota, text):
    assert str(quota) == text


SIZES = st.one_of(st.integers(1, 50), st.integers(1, 10**25))
PERIODS = st.one_of(SIZES, st.sampled_from([60 * SECOND, 86_400 * SECOND, 7 * 86_400 * SECOND]).map(lambda p: 3 * p))


@given(SIZES, PERIODS, st.none() | SIZES)
@settings(deadline=None)
def test_what_a_quota_writes_it_reads_back(limit, period, burst):
    quota = Quota(limit, period, burst)
    assert Quota.parse(str(quota)) == quota


@pytest.mark.parametrize(
    "text",
    ["", "100", "100/", "/s", "-1/s", "1.5/s", "1/1.5s", "10 s", "10/s burst", "10/s burst -1", "10/s 5", "1/s\n2/s"],
)
def test_anything_else_is_refused_by_name(text):
    with pytest.raises(ValueError, match="got") as caught:
        Quota.parse(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize("unit", ["month", "months", "year", "fortnight", "mss", "S5"])
def test_a_month_has_no_length(unit):
    with pytest.raises(ValueError, match="got"):
        Quota.parse(f"1/{unit}")


@pytest.mark.parametrize("bad", [0, -1, 1.0, "1", True])
@pytest.mark.parametrize("name", ["limit", "period", "burst"])
def test_a_number_below_one_is_refused_by_name_and_bound(name, bad):
    with pytest.raises(ValueError, match="at least 1") as caught:
        Quota(**({"limit": 1, "period": 1} | {name: bad}))
    assert str(caught.value) == f"{name} must be at least 1, got {bad!r}"


@pytest.mark.parametrize(("text", "what"), [("0/s", "limit"), ("1/0s", "period"), ("1/s burst 0", "burst")])
def test_zero_is_refused_in_words_too(text, what):
    with pytest.raises(ValueError, match=f"{what} must be at least 1, got 0"):
        Quota.parse(text)


def test_a_quota_is_a_value():
    quota = Quota(10, 60)
    assert quota == Quota(10, 60, 10)
    assert quota != Quota(10, 60, 9)
    assert hash(quota) == hash(Quota(limit=10, period=60, burst=10))
    assert repr(quota) == "Quota(limit=10, period=60, burst=10)"
    assert pickle.loads(pickle.dumps(quota)) == quota  # noqa: S301  its own bytes
    assert copy.deepcopy(quota) == quota
    with pytest.raises(AttributeError):
        quota.limit = 5
