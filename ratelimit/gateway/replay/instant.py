"""Times as logs write them."""

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ratelimit.unix_time import unix_time

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_COMMON: Final = re.compile(r"(\d\d?)/([A-Z][a-z]{2})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?")
_LATEST: Final = 4_102_444_800_000_000_000  # ns: 2100
_SCALES: Final = ((10**11, 10**9), (10**14, 10**6), (10**17, 10**3), (10**20, 1))
"""Below what a number is in seconds, milliseconds, microseconds, nanoseconds, and how many nanoseconds these have."""


def instant(value: object) -> int:
    """Return nanoseconds since 1970.

    value: text of ISO 8601 (without an offset it is UTC) or of the Common Log Format, or a number since 1970, in
        seconds, milliseconds, microseconds or nanoseconds, whichever makes it a time after 1973.

    Raises `ValueError` for what is no time between 1970 and 2100.
    """
    if isinstance(value, str):
        nanoseconds = _of_number(Decimal(value)) if _NUMBER.fullmatch(value) else _of_text(value)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        nanoseconds = _of_number(value)
    else:
        raise ValueError(f"time must be text or a number, got {value!r}")  # noqa: TRY004  a wrong line
    if not 0 <= nanoseconds < _LATEST:
        raise ValueError(f"time must be from 1970 to 2100, got {value!r}")
    return nanoseconds


def _of_number(value: int | Decimal) -> int:
    for most, nanoseconds in _SCALES:
        if 0 <= value < most:
            return int(value * nanoseconds)
    raise ValueError(f"time must be from 1970 to 2100, got {value!r}")


@lru_cache(1024)
def _of_text(text: str) -> int:
    match = _COMMON.fullmatch(text)
    try:
        moment = datetime.fromisoformat(text) if match is None else _of_common(match)
        return unix_time(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"time must be like 2026-11-29T10:00:00Z or 29/Nov/2026:10:00:00 +0000, got {text!r}"
        ) from error


def _of_common(match: re.Match[str]) -> datetime:
    day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    zone = timezone(-offset if sign == "-" else offset)
    return datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=zone)
