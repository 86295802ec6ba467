"""Answers as a learner types them, and as the grader says them: `wait 3`."""

import re
from decimal import Decimal

from katas.grader.gateway.scenario import SECOND
from katas.grader.gateway.words import seconds
from katas.grader.timeline import Call
from katas.predict.question import Question

_GRANTED = {"granted", "ok"}
_ERROR = {"error", "valueerror", "raises"}
_YES, _NO = {"true", "t", "yes", "y", "granted"}, {"false", "f", "no", "n", "refused"}
_NUMBER = r"\d[\d_]*(?:\.\d+)?(?:e\d{1,2})?"


def read(call: Call | Question, typed: str) -> str:
    """Return the answer in the grader's words. Raises a `ValueError` that says what to type."""
    word = typed.strip().lower()
    if isinstance(call, Question) and call.name == "access":
        return _verdict(call, typed.strip())
    if call.name in ("take", "allow") and word in _ERROR:
        return "ValueError"
    if call.name == "allow":
        if word not in _YES | _NO:
            raise ValueError(f"allow answers True, False or error, got {typed!r}")
        return str(word in _YES)
    if call.name == "level":
        numbers = [int(digits) for digits in re.findall(r"-?\d+", word)]
        if len(numbers) != 2:
            raise ValueError(f"level answers two numbers, such as 2 4, got {typed!r}")
        return f"{numbers[0]} left, reset {numbers[1]}"
    if call.name == "take" and word in _GRANTED:
        return "granted"
    number = _number(word.removeprefix("wait "))
    if number is None or number % 1:
        asked = "0, the ticks to wait, or error" if call.name == "take" else "a number of ticks"
        raise ValueError(f"{call.name} answers {asked}, got {typed!r}")
    if call.name == "take":
        return f"wait {int(number)}" if number else "granted"
    return str(int(number))


def _number(word: str) -> Decimal | None:
    """Read a number, such as 200e6; None if it is none."""
    return Decimal(word) if re.fullmatch(_NUMBER, word) else None


def _verdict(question: Question, typed: str) -> str:
    """Read which policy decides, and the seconds to wait: `gold 59`, or as a card has it."""
    said = re.sub(r"^(200 )?allowed,? |^(429 )?refused,? ", "", typed, flags=re.IGNORECASE).replace("no policy", "none")
    found = re.fullmatch(rf"(\S+?)(?:,? +(?:wait +)?({_NUMBER})(?: ?s)?)?", said, re.IGNORECASE)
    name = next((name for name in question.words if found and name.lower() == found[1].lower()), None)
    if found is None or name is None:
        raise ValueError(f"access answers {', '.join(question.words)}, and the seconds to wait; got {typed!r}")
    wait = int((_number((found[2] or "0").lower()) or 0) * SECOND)
    return f"{name}, wait {seconds(wait)}" if wait else name


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
