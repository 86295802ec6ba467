"""Times since 1970, as log lines, headers and calendars tell them."""

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def unix_time(moment: datetime) -> int:
    """Return a moment in nanoseconds since 1970, exactly. It must have a time zone, else it raises `TypeError`."""
    return (moment - EPOCH) // timedelta(microseconds=1) * 1000
