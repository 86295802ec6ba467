"""Answers as a learner types them, and as the grader says them: `wait 3`."""

import re

from katas.grader.timeline import Call

_GRANTED = {"granted", "ok"}
_ERROR = {"error", "valueerror", "raises"}
_YES, _NO = {"true", "t", "yes", "y", "granted"}, {"false", "f", "no", "n", "refused"}


def read(call: Call, typed: str) -> str:
    """Return the answer in the grader's words. Raises a `ValueError` that says what to type."""
    word = typed.strip().lower()
    if call.name in ("take", "allow") and word in _ERROR:
        return "ValueError"
    if call.name == "allow":
        if word not in _YES | _NO:
            raise ValueError(f"allow answers True, False or error, got {typed!r}")
        return str(word in _YES)
    numbers = [int(digits) for digits in re.findall(r"-?\d+", word)]
    if call.name == "level":
        if len(numbers) != 2:
            raise ValueError(f"level answers two numbers, such as 2 4, got {typed!r}")
        return f"{numbers[0]} left, reset {numbers[1]}"
    if call.name == "take" and word in _GRANTED:
        return "granted"
    if not re.fullmatch(r"(wait )?\d+", word):
        asked = "0, the ticks to wait, or error" if call.name == "take" else "a number of ticks"
        raise ValueError(f"{call.name} answers {asked}, got {typed!r}")
    if call.name == "take":
        return f"wait {numbers[0]}" if numbers[0] else "granted"
    return str(numbers[0])


def plain(words: str) -> str:
    """Return a limiter's answer without what nobody is asked to predict: which of several meters binds."""
    return re.sub(r", (\d+|None|nobody) binds$", "", words)


def is_right(expected: str, given: str) -> bool:
    """Whether an answer is what the contract says; below the clock, there is a choice."""
    if expected == "refused":
        return given.startswith("wait")
    return given == expected or expected.startswith("not negative")


def same(expected: str, one: str, other: str) -> bool:
    """Whether two answers are equal, or both right."""
    return one == other or (is_right(expected, one) and is_right(expected, other))
