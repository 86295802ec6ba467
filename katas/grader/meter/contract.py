"""What the contract answers to one call: is an answer right, and what would be?

An answer is judged by its definition: a wait is right if the cost fits after it, and not a tick before. That takes two
looks at the oracle, while finding the wait takes a hundred; so it is found only for an answer that is shown.
Answers are taken apart by the grader's own code: what a subclass says of itself counts for nothing.
"""

from fractions import Fraction
from typing import Any, NamedTuple

from katas.grader.meter.explanation import mixed
from katas.grader.meter.oracle import Spec
from katas.grader.timeline import Call
from katas.grader.verdict import brief


class Expected(NamedTuple):
    """The right answer in words, and why."""

    words: str
    note: str = ""


def is_right(spec: Spec, call: Call, yours: Any, *, waits: bool) -> bool:
    """Whether an answer is right, after what was granted so far. Without `waits`, any wait will do."""
    if call.name != "take":
        return _is_right_level(spec, call, yours)
    if not 1 <= call.cost <= spec.capacity:
        return isinstance(yours, ValueError)
    if not natural(yours):
        return False
    fits = spec.has_room(call.now, call.cost)
    if call.now < spec.clock:
        return fits or yours > 0  # stricter is allowed
    if fits:
        return bool(yours == 0)
    return yours > 0 and (not waits or spec.is_wait(call.now, call.cost, yours))


def _is_right_level(spec: Spec, call: Call, yours: Any) -> bool:
    is_level = call.name == "level"
    numbers = numbers_of(yours) if is_level else [yours]
    if not numbers or not natural(numbers[0]) or not natural(numbers[-1]):
        return False
    if call.now < spec.clock:
        return True
    if is_level and numbers[0] != spec.fits(call.now):
        return False
    return spec.is_wait(call.now, spec.capacity, numbers[-1])


def numbers_of(level: Any) -> list[Any]:
    """Return the two parts of a level, [] if it is none."""
    parts = list(tuple.__iter__(level)) if isinstance(level, tuple) else []
    return parts if len(parts) == 2 else []


def natural(value: Any) -> bool:
    """Whether this is an int, not of a class of its own, and not negative."""
    return type(value) is int and value >= 0


def expected(spec: Spec, call: Call, yours: Any, *, waits: bool, raised: int) -> Expected:
    """Return the right answer; `raised` is the latest time of a call that raised, and so moved no clock."""
    if call.name == "take":
        return _expected_take(spec, call, yours, waits=waits, raised=raised)
    if call.now < spec.clock:
        return Expected(
            "not negative",
            f"below the clock, which stands at {spec.clock}, any answer that is not negative is right",
        )
    level = spec.level(call.now)
    return Expected(str(level.reset_after) if call.name == "delay" else in_words(call, level))


def _expected_take(spec: Spec, call: Call, yours: Any, *, waits: bool, raised: int) -> Expected:
    if not 1 <= call.cost <= spec.capacity:
        return Expected("ValueError", "it can never fit" if call.cost > spec.capacity else "a cost is at least 1")
    at = max(call.now, spec.clock)
    wait, room = spec.wait(at, call.cost), Fraction(spec.oracle.room(at), spec.quota.period)
    exactly = "" if room.denominator > 1 else "exactly "
    note = f"room for {exactly}{mixed(room)} at {at}" if room else f"no room at {at}"
    exact = waits and call.now >= spec.clock
    both_refuse = natural(yours) and yours > 0  # then it is the wait that is wrong
    if wait and exact and (both_refuse or not room):
        note = f"no room{f' for {call.cost}' if call.cost > 1 else ''} before {at + wait}"
    if raised > at:
        note += f"; the call at {raised} raised, so it did not move the clock"
    if call.now < spec.clock:
        note += ", where the clock stands"
    if not wait:
        return Expected("granted", note)
    return Expected(f"wait {wait}" if exact else "refused", note)


def in_words(call: Call, answer: Any) -> str:
    """Say an answer as a card shows it."""
    if isinstance(answer, BaseException):
        return type(answer).__name__
    if call.name == "take" and natural(answer):
        return f"wait {brief(answer)}" if answer else "granted"
    if call.name == "level" and numbers_of(answer):
        left, reset_after = numbers_of(answer)
        return f"{brief(left)} left, reset {brief(reset_after)}"
    return brief(answer)


def wrong_type(call: Call, yours: Any) -> str:
    """Say what is wrong with an answer that no timeline is needed to see; "" if that is not so."""
    if isinstance(yours, BaseException):
        return f"{call.name}() raises {type(yours).__name__}: {str(yours)[:120]}"
    if call.name == "level":
        numbers = numbers_of(yours)
        fits = numbers and all(type(number) is int for number in numbers)
        return "" if fits else f"level() returns {brief(yours)}; return Level(remaining, reset_after), two ints."
    if type(yours) is int:
        return ""
    what = "0 when granted, else the ticks to wait" if call.name == "take" else "ticks"
    return f"{call.name}() returns {brief(yours)}, {_article(type(yours).__name__)}; return an int: {what}."


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
