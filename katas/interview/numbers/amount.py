"""An amount as people type it: 200, 1/2, 2.5 s, 1 min 30 s, 1,000, 8 MB, 5 per second."""

import re
from fractions import Fraction

_TIMES = {
    Fraction(1, 10**9): "ns nanosecond nanoseconds",
    Fraction(1, 10**6): "us µs μs microsecond microseconds",
    Fraction(1, 1000): "ms msec millisecond milliseconds",
    Fraction(1): "s sec secs second seconds",
    Fraction(60): "min mins m minute minutes",
    Fraction(3600): "h hr hrs hour hours",
    Fraction(86400): "d day days",
}
_BYTES = {
    Fraction(1): "b byte bytes",
    Fraction(1000): "kb k kilobyte kilobytes thousand",
    Fraction(10**6): "mb m meg megabyte megabytes million",
    Fraction(10**9): "gb g gig gigabyte gigabytes billion",
    Fraction(1024): "kib",
    Fraction(1024**2): "mib",
    Fraction(1024**3): "gib",
}
_COUNTS = {Fraction(1000): "k thousand", Fraction(10**6): "m million", Fraction(10**9): "billion"}
_THINGS = "requests request reqs req calls call units unit tokens token permits permit attempts attempt clients client"
_THINGS += " keys key buckets bucket jobs job nodes node callers caller grants grant times r"
_THING = "(?:" + "|".join(_THINGS.split()) + ")"
_PER = re.compile(rf"{_THING}?\s*(?:/|\bper\b|\ban?\b|\beach\b)\s*(?P<time>[a-zµμ]+)")
_NUMBER = r"[-+]?(?:\d{1,3}(?:[,_' ]\d{3})+(?!\d)|\d+)?(?:\.\d+)?(?:e[-+]?\d{1,2})?(?:\s*/\s*\d+)?"
_PIECE = re.compile(rf"(?P<number>(?=[-+.\d]){_NUMBER})\s*(?P<word>[^\d]*?)\s*(?:,|\band\b)?\s*(?=[-+.\d]|$)")
_GROUPS = "A comma groups thousands, a point begins decimals."
_SHORT = {"rps": "/s", "qps": "/s", "rpm": "/min", "rph": "/h"}


class UnreadableError(ValueError):
    """What was typed is no amount in this unit. The message says why; it is not an answer."""


def read(typed: str, unit: str) -> Fraction:
    """Read an amount and convert it to `unit`, which is also what a bare number counts. Raises UnreadableError."""
    text = re.sub(r"^(?:about|ca\.?|[~≈=])\s*", "", " ".join(typed.lower().split())).rstrip(".! ")
    if not re.search(r"\d", text):
        raise UnreadableError(f"{typed.strip()!r} has no number in it. Type one, such as {_example(unit)}.")
    if kind(unit) == "count" and re.match(r"[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])", text):
        raise UnreadableError(f"{typed.strip()!r} is not clear. {_GROUPS}")
    pieces = []
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            raise UnreadableError(f"{typed.strip()!r} is not clear. Type one amount, such as {_example(unit)}.")
        pieces.append((_number(piece["number"], typed), piece["word"]))
        at = piece.end()
    if len(pieces) > 1 and not (kind(unit) == "time" and all(word for _, word in pieces)):
        hint = f" {_GROUPS}" if "," in text else ""
        raise UnreadableError(f"{typed.strip()!r} is more than one number. Type one, such as {_example(unit)}.{hint}")
    return sum((number * _factor(word, unit) for number, word in pieces), Fraction(0))


def written(amount: Fraction | int, unit: str) -> str:
    """The amount with its unit: 1 request, 2.5 s, 1,000 keys."""
    if kind(unit) == "count" and amount == 1:
        unit = unit.removesuffix("s")
    if kind(unit) == "rate" and amount == 1:
        thing, slash, time = unit.partition("/")
        unit = thing.removesuffix("s") + slash + time
    return f"{digits(amount)} {unit}"


def digits(amount: Fraction | int) -> str:
    """The amount without a unit: with decimals if three are enough, else as a fraction."""
    amount = Fraction(amount)
    if amount.denominator == 1:
        return f"{amount.numerator:,}"
    if 1000 % amount.denominator == 0:
        return f"{float(amount):,.3f}".rstrip("0")
    return f"{amount.numerator}/{amount.denominator}"


def kind(unit: str) -> str:
    """What a unit measures: time, bytes, rate or count."""
    if unit in _words(_TIMES):
        return "time"
    if unit.lower() in _words(_BYTES):
        return "bytes"
    return "rate" if "/" in unit else "count"


def _number(text: str, typed: str) -> Fraction:
    top, _, bottom = re.sub(r"[,_' ]", "", text).partition("/")
    try:
        return Fraction(top) / Fraction(bottom or 1)
    except (ValueError, ZeroDivisionError):
        raise UnreadableError(f"{typed.strip()!r} is not a number.") from None


def _factor(word: str, unit: str) -> Fraction:
    """How many of `unit` the word stands for."""
    word = re.sub(r"\s+", " ", word).strip(" .")
    word = re.sub(r"^(thousand|million|billion) bytes$", r"\1", word)
    measured = kind(unit)
    if not word or word == unit.lower():
        return Fraction(1)
    found: Fraction | None = None
    if measured == "time":
        found = _over(_words(_TIMES).get(word), _words(_TIMES)[unit])
    elif measured == "bytes":
        found = _over(_words(_BYTES).get(word), _words(_BYTES)[unit.lower()])
    elif measured == "rate":
        found = _rate(word, unit)
    elif re.fullmatch(_THING, word):
        found = Fraction(1)
    else:
        found = _words(_COUNTS).get(re.sub(rf" {_THING}$", "", word))
    if found is None:
        raise UnreadableError(f"The answer is in {unit}, and {word!r} can't be turned into that.")
    return found


def _rate(word: str, unit: str) -> Fraction | None:
    if re.fullmatch(_THING, word):
        return Fraction(1)
    per = _PER.fullmatch(_SHORT.get(word, word))
    time = per and _words(_TIMES).get(per["time"])
    return _over(_words(_TIMES)[unit.partition("/")[2]], time) if time else None


def _over(top: Fraction | None, bottom: Fraction) -> Fraction | None:
    return None if top is None else top / bottom


def _words(table: dict[Fraction, str]) -> dict[str, Fraction]:
    return {word: factor for factor, words in table.items() for word in words.split()}


def _example(unit: str) -> str:
    return f"12 or 12 {unit}" if kind(unit) in ("time", "bytes") else "12"
