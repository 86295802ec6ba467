"""Clocks that jump, for code that must not look at them."""

import asyncio  # noqa: F401  what is looked at
import datetime as dt
import time
from collections.abc import Iterator

import pytest

from katas.grader.wrong_clock import DAY, JUMPS, MINUTE, YEAR, WrongClock

SECONDS = (
    "time.time()",
    "time.monotonic()",
    "time.perf_counter()",
    "time.process_time()",
    "time.monotonic_ns() / 10**9",
    "time.clock_gettime(time.CLOCK_MONOTONIC)",
    "time.mktime(time.localtime())",
    "time.mktime(time.strptime(time.ctime()))",
    "time.mktime(time.strptime(time.asctime()))",
    "float(time.strftime('%s'))",
    "dt.datetime.now().timestamp()",
    "dt.datetime.now(dt.UTC).timestamp()",
    "dt.datetime.utcnow().replace(tzinfo=dt.UTC).timestamp()",
    "86400 * dt.date.today().toordinal()",
    "asyncio.new_event_loop().time()",
)


@pytest.fixture(params=[False, True], ids=["going", "still"])
def clock(request) -> Iterator[WrongClock]:
    with WrongClock(still=request.param) as clock:
        yield clock


@pytest.mark.parametrize("look", SECONDS)
def test_every_clock_jumps(clock, look):
    before = eval(look)  # noqa: S307  from the list above
    clock.ahead = 10 * YEAR
    assert abs(eval(look) - before - 10 * YEAR) <= DAY  # noqa: S307  as above


def test_what_is_imported_inside_keeps_the_clock_and_is_right_outside():
    clock = WrongClock(still=True)
    with clock:
        kept = time.monotonic_ns
    assert abs(kept() - time.monotonic_ns()) < 10**10
    with clock:
        clock.jump()
        first = kept()
        clock.jump()
        assert kept() - first > MINUTE * 10**9


def test_clocks_that_stand_still_say_the_same_every_time():
    said = []
    for _ in range(2):
        with WrongClock(still=True) as clock:
            said.append([time.time_ns(), time.monotonic(), clock.jump(), dt.datetime.now(dt.UTC).isoformat()])
    assert said[0] == said[1]


def test_a_class_that_keeps_a_clock_makes_no_method_of_it():
    with WrongClock():
        kept = type("Kept", (), {"clock": time.monotonic})
    assert kept().clock() > 0


def test_datetimes_from_elsewhere_are_still_datetimes():
    made = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    with WrongClock():
        assert isinstance(made, dt.datetime)
        assert isinstance(dt.datetime.now(dt.UTC), dt.date)
        assert not isinstance(made.date(), dt.datetime)


def test_from_one_jump_to_the_next_it_is_a_minute_at_least():
    assert min(abs(after - before) for before, after in zip(JUMPS, JUMPS[1:] + JUMPS, strict=False)) >= MINUTE


def test_python_has_its_own_clocks_again_afterwards():
    real = [time.time, time.monotonic, time.strftime, dt.datetime, dt.date]
    with WrongClock() as clock, clock:
        pass
    assert [time.time, time.monotonic, time.strftime, dt.datetime, dt.date] == real
