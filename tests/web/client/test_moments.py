from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratelimit.web.client.moments import _HTTP, _ISO, date, to_go, whole

SECOND = 1_000_000_000
NOW = 1_764_000_000 * SECOND


@pytest.mark.parametrize(("text", "seconds"), [
    ("0", 0),
    ("120", 120),
    ("2.0", 2),
    ("0.0000000001", 1e-9),  # rounded up to a nanosecond
    ("999999999", 999_999_999),
    ("1764000060", 60),  # since 1970
    ("1764000060.5", 60.5),
    ("1763999999", 0),  # over
    ("1s", 1),
    ("6m0s", 360),
    ("12ms", 0.012),
    ("1h2m3.5s", 3723.5),
    ("Mon, 24 Nov 2025 16:01:00 GMT", 60),
    ("Monday, 24-Nov-25 16:01:00 GMT", 60),  # the two obsolete forms, which HTTP still has to be read in
    ("Mon Nov 24 16:01:00 2025", 60),
    ("Mon Dec  1 16:00:00 2025", 604_800),
    ("Mon, 1 Dec 2025 16:00:00 GMT", 604_800),
    ("Mon, 24-Nov-2025 16:01:00 GMT", 60),  # as in cookies
    ("24 Nov 2025 16:01:00 UTC", 60),
    ("Mon, 24 Nov 2025 17:01:00 +0100", 60),  # as in e-mails
    ("Mon, 24 Nov 2025 16:01:00 -0000", 60),
    ("2025-11-24T17Z", 3600),
    ("2025-11-24 16:01:00Z", 60),
    ("20251124T160100Z", 60),
    ("2025-W48-1T16:01Z", 60),
    ("2025-11-24T16:01Z", 60),
    ("2025-11-24T17:01:00.25+01:00", 60.25),
])  # fmt: skip
def test_what_can_mean_one_thing_is_read(text, seconds):
    assert to_go(text, NOW) == round(seconds * SECOND)


@pytest.mark.parametrize("text", [
    "", "-1", "+1", "1e3", "1,5", "1 2", "soon", "1_000", "٣", "s", "1 s", "6m0", "0x10", "nan", "inf", "1.", ".5",
    "1764000060000",  # milliseconds since 1970, or seconds?
    "2025-11-24T16:01",  # in which zone?
    "2025-11-24",
    "Mon, 24 Nov 2025 16:01:00",
    "Mon, 24 Nov 2025 16:01:00 XYZ",
    "Mon, 24 Nov 2025 16:01:00 EST",  # in HTTP it is GMT, and there are several EST
    "Mon, 24 Nov 2025 16:01:00 +2500",
    "Mon, 24 Nov 2025 16:01:00 GMT junk",
    "Mon, 24 Nov 2025 16:01:00 GMT, 5",
    "Mon Nov 24 16:01:00 2025 junk",
    "junk, 24 Nov 2025 16:01:00 GMT",
    "Mon, 24 Nov 2025 16:01 GMT",
    "Mon, 99 Nov 2025 16:01:00 GMT",
    "Mon, 24 Nov 2025 25:01:00 GMT",
    "Mon, 24 Nov 0025 16:01:00 GMT",
    "24/11/2025 16:01:00 GMT",
    "2025-11-24x16:01Z",
    "2025-11-24T16:01Zjunk",
    "2025-11-24T16:01+25:00",
])  # fmt: skip
def test_anything_else_is_not(text):
    assert to_go(text, NOW) is None


@given(st.text(max_size=30) | st.from_regex(_HTTP, fullmatch=True) | st.from_regex(_ISO, fullmatch=True))
def test_no_text_raises(text):
    assert (to_go(text, NOW) or 0) >= 0
    assert (whole(text) or 0) >= 0


@given(st.integers(0, 250_000_000_000))
def test_every_date_of_http_is_read_to_the_second(seconds):
    assert date(formatdate(seconds, usegmt=True)) == seconds * SECOND


@given(st.integers(0, 250_000_000_000))
def test_no_date_is_read_whose_end_is_missing_or_after_which_there_is_more(seconds):
    text = formatdate(seconds, usegmt=True)
    assert [date(text[:end]) for end in range(len(text))] == [None] * len(text)
    assert [date(text + more) for more in " .,;Z0"] == [None] * 6


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**12))
def test_a_number_below_a_thousand_million_is_seconds_to_go_whatever_the_time_is(number, now):
    assert to_go(str(number), now) == number * SECOND


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("598.0", 598), ("0.9", 0), ("", None), ("-1", None)])
def test_a_count_is_rounded_down(text, count):
    assert whole(text) == count
