"""Moments and times to go, as servers write them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Final

from ratelimit.decision import SECOND
from ratelimit.unix_time import unix_time

UNIX: Final = 1_000_000_000
"""A number below this is seconds to go, as it is more than 31 years; from this on it is seconds since 1970.

Unix time has been above it since 2001. ky, an HTTP client for JavaScript, tells them apart in the same way.
"""
ABSURD: Final = 100_000_000_000
"""From here on it is neither: seconds since 1970 would be beyond the year 5000. Nobody knows what is meant."""

_NUMBER: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
_DURATION: Final = re.compile(
    r"(?=[0-9])(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9}(?:\.[0-9]{1,15})?)s)?"
    r"(?:([0-9]{1,12}(?:\.[0-9]{1,15})?)ms)?"
)
# The standard library reads far more as a date: without a zone or with one that it doesn't know, with junk at the end.
_DAY: Final = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_WHOLE_DAY: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH: Final = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TIME: Final = "[0-9]{2}:[0-9]{2}:[0-9]{2}"
_HTTP: Final = re.compile(
    rf"(?:(?:{_DAY}|{_WHOLE_DAY}), )?"
    rf"[0-9]{{1,2}}[ -]{_MONTH}[ -](?:[1-9][0-9]{{3}}|[0-9]{{2}}) {_TIME} (?:GMT|UTC|[+-][0-9]{{4}})"
    rf"|{_DAY} {_MONTH} [ 0-9][0-9] {_TIME} [1-9][0-9]{{3}}"  # asctime's, which HTTP has in GMT
)
_ISO: Final = re.compile(r"[0-9W-]{8,10}[T ][0-9:.,]{2,}(?:Z|[+-][0-9:]{2,})")
_UNITS: Final = (3600 * SECOND, 60 * SECOND, SECOND, SECOND // 1000)


def whole(text: str) -> int | None:
    """Return a count, rounded down: some servers write `598.0`. None for what is none."""
    return int(text.partition(".")[0]) if _NUMBER.fullmatch(text) else None


def to_go(text: str, now: int) -> int | None:
    """Return the nanoseconds to go, rounded up, of what is written in any way that can mean one thing only.

    That is a number (seconds to go, or since 1970), `6m0s`, a date of HTTP, or one of ISO 8601 with its zone. It is 0
    for what is past. None for anything else.

    now: nanoseconds since 1970, where the text was written.
    """
    if _NUMBER.fullmatch(text):
        number = Fraction(text)
        if number >= ABSURD:
            return None
        return max(0, ceil(number * SECOND) - (now if number >= UNIX else 0))
    duration = _DURATION.fullmatch(text)
    if duration:
        return ceil(sum(Fraction(part or 0) * unit for part, unit in zip(duration.groups(), _UNITS, strict=True)))
    moment = date(text)
    return None if moment is None else max(0, moment - now)


@lru_cache(64)  # all answers of one second have the same: 20 us
def date(text: str) -> int | None:
    """Return the nanoseconds since 1970 of a date of HTTP, or of ISO 8601 with its zone; None for what is none."""
    read = parsedate_to_datetime if _HTTP.fullmatch(text) else datetime.fromisoformat if _ISO.fullmatch(text) else None
    if read is None:
        return None
    try:
        moment = read(text)
    except (ValueError, OverflowError):  # there is no such day, hour or zone
        return None
    return unix_time(moment if moment.tzinfo else moment.replace(tzinfo=UTC))  # asctime's are in GMT, and so is `-0000`
