"""Amounts as people type them."""

from fractions import Fraction
from random import Random

import pytest

from katas.interview.numbers.amount import UnreadableError, digits, read, written


@pytest.mark.parametrize(
    ("typed", "unit", "amount"),
    [
        ("200", "requests", 200),
        (" 200 requests ", "requests", 200),
        ("1 request", "requests", 1),
        ("1,000", "requests", 1000),
        ("1 000 000", "keys", 1_000_000),
        ("1e6", "keys", 1_000_000),
        ("10k", "requests", 10_000),
        ("2 million clients", "requests", 2_000_000),
        ("about 40", "requests", 40),
        ("~40.", "requests", 40),
        ("= 40", "requests", 40),
        ("1/2", "s", Fraction(1, 2)),
        (".5", "s", Fraction(1, 2)),
        ("2.5 s", "s", Fraction(5, 2)),
        ("1.500 s", "s", Fraction(3, 2)),
        ("0.125", "tokens", Fraction(1, 8)),
        ("500 ms", "s", Fraction(1, 2)),
        ("0.6 s", "ms", 600),
        ("600", "ms", 600),
        ("1 min 30 s", "s", 90),
        ("1m30s", "s", 90),
        ("1 min, 30 s", "s", 90),
        ("2 hours and 5 minutes", "min", 125),
        ("250 µs", "ms", Fraction(1, 4)),
        ("8 MB", "MB", 8),
        ("8", "MB", 8),
        ("8,000,000 bytes", "MB", 8),
        ("8M", "MB", 8),
        ("0.008 GB", "MB", 8),
        ("1 MiB", "bytes", 1_048_576),
        ("5", "requests/s", 5),
        ("5/s", "requests/s", 5),
        ("5 per second", "requests/s", 5),
        ("5 requests a second", "requests/s", 5),
        ("5 rps", "requests/s", 5),
        ("300 per minute", "requests/s", 5),
        ("300 rpm", "requests/s", 5),
        ("5 req/s", "requests/min", 300),
        ("-3", "requests", -3),
        ("0", "tokens", 0),
    ],
)
def test_it_is_read(typed, unit, amount):
    assert read(typed, unit) == amount


@pytest.mark.parametrize(
    ("typed", "unit", "why"),
    [
        ("", "s", "no number"),
        ("no idea", "s", "no number"),
        ("2,5", "s", "a point begins decimals"),
        ("1.500", "keys", "a point begins decimals"),
        ("1.500.000 keys", "keys", "a point begins decimals"),
        ("40 50", "requests", "more than one number"),
        ("40 to 50", "requests", "more than one number|can't be turned"),
        ("5 requests", "s", "The answer is in s"),
        ("5 s", "requests", "The answer is in requests"),
        ("5/s", "requests", "The answer is in requests"),
        ("5 parsecs", "s", "parsecs"),
        ("1/0", "s", "not a number"),
        ("2N-1", "requests", "can't be turned|more than one"),
        ("N", "requests", "no number"),
        ("2+3", "requests", "more than one number"),
        ("2*3", "requests", "more than one number|can't be turned|not clear"),
        ("1:30", "s", "more than one number|can't be turned|not clear"),
        ("--", "s", "no number"),
        ("1e999999999", "s", "more than one number"),
        ("9" * 10_000, "s", "not a number"),
        ("1" + " " * 10_000 + "x", "s", "can't be turned"),
        (".", "s", "no number"),
    ],
)
def test_what_is_no_amount_is_told_why(typed, unit, why):
    with pytest.raises(UnreadableError, match=why):
        read(typed, unit)


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (1, "requests", "1 request"),
        (2, "requests", "2 requests"),
        (1000, "keys", "1,000 keys"),
        (Fraction(5, 2), "s", "2.5 s"),
        (Fraction(1, 3), "s", "1/3 s"),
        (1, "requests/s", "1 request/s"),
        (0, "tokens", "0 tokens"),
    ],
)
def test_it_is_written_with_its_unit(amount, unit, text):
    assert written(amount, unit) == text


@pytest.mark.parametrize("unit", ["requests", "tokens", "keys", "s", "ms", "min", "MB", "bytes", "requests/s"])
@pytest.mark.parametrize("amount", [1, 7, 1000, 1_234_567, Fraction(5, 2), Fraction(7, 3)])
def test_what_is_written_is_read_back(amount, unit):
    assert read(written(amount, unit), unit) == amount


def test_whatever_is_typed_is_an_amount_or_told_why():
    random = Random("typed")
    for _ in range(3000):
        typed = "".join(random.choices("0159.,/-+eE% smkMBper~_½\t", k=random.randint(0, 8)))
        for unit in ("s", "requests", "MB", "requests/s"):
            try:
                assert isinstance(read(typed, unit), Fraction)
            except UnreadableError as problem:
                assert len(str(problem)) > 20  # noqa: PT017 either is fine


def test_digits_leave_the_unit_out():
    assert digits(Fraction(12_345, 10)) == "1,234.5"
