"""How much in how long."""

import re
from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING, Never, Self

_UNITS = {  # a month has no length; largest first, for str()
    "week": 604_800_000_000_000,
    "day": 86_400_000_000_000,
    "hour": 3_600_000_000_000,
    "minute": 60_000_000_000,
    "second": 1_000_000_000,
    "millisecond": 1_000_000,
    "microsecond": 1_000,
    "nanosecond": 1,
}
_SHORT = {
    "w": "week",
    "d": "day",
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "m": "minute",
    "min": "minute",
    "mins": "minute",
    "s": "second",
    "sec": "second",
    "secs": "second",
    "ms": "millisecond",
    "us": "microsecond",
    "\u00b5s": "microsecond",  # the micro sign
    "\u03bcs": "microsecond",  # the Greek letter, which looks the same
    "ns": "nanosecond",
}
_TICKS = _UNITS | {f"{unit}s": ticks for unit, ticks in _UNITS.items()} | {k: _UNITS[v] for k, v in _SHORT.items()}

_TEXT = re.compile(
    r"\s*(?P<limit>[0-9]+)(?:\s*/\s*+|\s+per\s++)(?P<count>[0-9]*)\s*(?P<unit>[^\W\d_]+)(?:\s+burst\s+(?P<burst>[0-9]+))?\s*"
)
# `++` and `*+` give nothing back: else, of many spaces, each part would be tried on both sides of an empty count.
_SEVERAL = re.compile(r"[;,|&\n]|\band\b")  # what people put between two quotas


@dataclass(frozen=True, init=False)
class Quota:
    """`limit` units per `period` ticks, of which a bucket holds up to `burst`.

    Limiters count nanoseconds, and so does whatever makes a quota from a unit of time (`per_second`, `parse`, ...). A
    meter by itself counts whatever ticks its caller does.
    """

    __slots__ = ("burst", "limit", "period", "terms")

    limit: int
    period: int
    burst: int
    if TYPE_CHECKING:  # no field: it follows from the others
        terms: tuple[int, int, int]
        """For buckets: limit and period in their lowest terms, and `burst` times that period. A window may not reduce
        them: 2 per 10 is not 1 per 5."""

    def __init__(self, limit: int, period: int, burst: int | None = None) -> None:
        object.__setattr__(self, "limit", _whole("limit", limit))
        object.__setattr__(self, "period", _whole("period", period))
        object.__setattr__(self, "burst", self.limit if burst is None else _whole("burst", burst))
        common = gcd(self.limit, self.period)
        terms = self.limit // common, self.period // common, self.burst * self.period // common
        object.__setattr__(self, "terms", terms)

    def __init_subclass__(cls) -> Never:
        raise TypeError(
            "Quota can't be subclassed, as its numbers would not be checked: "
            "let a class of your own have a quota, beside a plan's name or whatever belongs to it"
        )

    def __reduce__(self) -> tuple[type[Self], tuple[int, int, int]]:
        return type(self), (self.limit, self.period, self.burst)

    @classmethod
    def per_second(cls, limit: int, burst: int | None = None) -> Self:
        """`limit` units per second of nanoseconds."""
        return cls(limit, _UNITS["second"], burst)

    @classmethod
    def per_minute(cls, limit: int, burst: int | None = None) -> Self:
        """`limit` units per minute of nanoseconds."""
        return cls(limit, _UNITS["minute"], burst)

    @classmethod
    def per_hour(cls, limit: int, burst: int | None = None) -> Self:
        """`limit` units per hour of nanoseconds."""
        return cls(limit, _UNITS["hour"], burst)

    @classmethod
    def per_day(cls, limit: int, burst: int | None = None) -> Self:
        """`limit` units per 24 hours of nanoseconds."""
        return cls(limit, _UNITS["day"], burst)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `"100/minute"`, `"10/s"`, `"5 per 15 minutes"`, `"1/250ms"` or `"100/minute burst 20"`.

        Units go from `ns` to `week`, in short, in full or in the plural; `m` is a minute, and there is no month.
        """
        if not isinstance(text, str):
            raise TypeError(f"quota must be text like '100/minute', got {text!r}")
        match = _TEXT.fullmatch(text)
        if match is None:
            if all(map(_TEXT.fullmatch, _SEVERAL.split(text))):
                raise ValueError(f"quota must be one limit, got several in {text!r}: use Quota.parse_many")
            raise ValueError(f"quota must read like '100/minute', '5 per 15 minutes' or '10/s burst 20', got {text!r}")
        ticks = _TICKS.get(match["unit"].lower())
        if ticks is None:
            raise ValueError(f"unit must be one of {_units_in_words()}, got {match['unit']!r} in {text!r}")
        try:
            limit, count = int(match["limit"]), int(match["count"] or 1)
            burst = None if match["burst"] is None else int(match["burst"])
        except ValueError as error:  # Python reads no more than some thousand digits
            raise ValueError(f"quota must have numbers that Python reads, got {text!r}") from error
        return cls(limit, count * ticks, burst)

    @classmethod
    def parse_many(cls, text: str) -> list[Self]:
        """Read several, as in `"10/second; 100/minute"`: with `;`, `,`, `|`, `&`, `and` or a new line between them."""
        if not isinstance(text, str):
            raise TypeError(f"quotas must be text like '10/second; 100/minute', got {text!r}")
        parts = _SEVERAL.split(text.strip())
        if not all(map(str.strip, parts)):
            raise ValueError(f"quotas must read like '10/second; 100/minute', with none left out, got {text!r}")
        return list(map(cls.parse, parts))

    def __str__(self) -> str:
        unit, ticks = next(item for item in _UNITS.items() if self.period % item[1] == 0)
        count = self.period // ticks
        text = f"{self.limit}/{unit}" if count == 1 else f"{self.limit} per {count} {unit}s"
        return text if self.burst == self.limit else f"{text} burst {self.burst}"


def _whole(name: str, value: object) -> int:
    """Return the value if it counts something: a whole number, at least 1."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number, got {value!r}")
    if value < 1:
        raise ValueError(f"{name} must be at least 1, got {value}")
    return int(value)


def _units_in_words() -> str:
    """Return each unit with its short forms: `week (w), day (d), ...`."""
    return ", ".join(f"{unit} ({', '.join(s for s, full in _SHORT.items() if full == unit)})" for unit in _UNITS)
