"""Answers as a learner types them, and as the grader says them: `wait 3`."""

import re
from decimal import Decimal

from katas.grader.gateway.scenario import SECOND
from katas.grader.gateway.words import seconds
from katas.grader.redis.expiry import LONGER
from katas.grader.timeline import Call
from katas.predict.question import Question

_GRANTED = {"granted", "ok"}
_ERROR = {"error", "valueerror", "raises"}
_ABSENT = dict.fromkeys(("-", "none", "no", "nothing"), "-")
_YES, _NO = {"true", "t", "yes", "y", "granted"}, {"false", "f", "no", "n", "refused"}
_NUMBER = r"\d[\d_]*(?:\.\d+)?(?:e\d{1,2})?"


def read(call: Call | Question, typed: str) -> str:
    """Return the answer in the grader's words. Raises a `ValueError` that says what to type."""
    answer, asked = _READERS[call.name](call, typed.strip().lower())
    if not answer:
        raise ValueError(f"{call.name} answers {asked}, got {typed!r}")
    return answer


def _take(_call: Call | Question, word: str) -> tuple[str, str]:
    if word in _ERROR:
        return "ValueError", ""
    number = "0" if word in _GRANTED else _whole(word.removeprefix("wait "))
    wait = f"wait {number}" if number else ""
    return "granted" if number == "0" else wait, "0, the ticks to wait, or error"


def _level(_call: Call | Question, word: str) -> tuple[str, str]:
    numbers = re.findall(r"-?\d+", word)
    return f"{numbers[0]} left, reset {numbers[1]}" if len(numbers) == 2 else "", "two numbers, such as 2 4"


def _delay(_call: Call | Question, word: str) -> tuple[str, str]:
    return _whole(word), "a number of ticks"


def _allow(_call: Call | Question, word: str) -> tuple[str, str]:
    if word in _ERROR:
        return "ValueError", ""
    return str(word in _YES) if word in _YES | _NO else "", "True, False or error"


def _access(call: Call | Question, word: str) -> tuple[str, str]:
    """Read which policy decides, and the seconds to wait: `gold 59`, or as a card has it."""
    policies = _words(call)
    said = re.sub(r"^(200 )?allowed,? |^(429 )?refused,? ", "", word).replace("no policy", "none")
    found = re.fullmatch(rf"(\S+?)(?:,? +(?:wait +)?({_NUMBER})(?: ?s)?)?", said)
    name = next((name for name in policies if found and name.lower() == found[1]), "")
    wait = int(Decimal(found[2]) * SECOND) if found and found[2] else 0
    return f"{name}, wait {seconds(wait)}" if name and wait else name, f"one of {', '.join(policies)}, and any wait"


def _http(call: Call | Question, word: str) -> tuple[str, str]:
    """Read a value for each column, - for what is not there."""
    columns = _words(call)
    values = [_ABSENT.get(each, _whole(each) or each) for each in re.split(r"[,\s]+", word)]
    fits = len(values) == len(columns) and all(
        value in ("-", "unknown") or (bool(re.search("[.:]", value)) if column == "key" else value.isdigit())
        for column, value in zip(columns, values, strict=True)
    )
    several = len(columns) > 1
    return " ".join(values) if fits else "", f"{', '.join(columns)}{', with spaces between,' * several} or - for none"


def _key(_call: Call | Question, word: str) -> tuple[str, str]:
    """Read how long a key lives."""
    if word in ("none", "-", "never"):
        return word.replace("-", "none"), ""
    number = _whole(word.removesuffix("s").rstrip())
    return f"{number} s" if number else "", "a number of seconds, none for no key, or never for no expiry"


_READERS = {
    "take": _take,
    "level": _level,
    "delay": _delay,
    "allow": _allow,
    "access": _access,
    "http": _http,
    "key": _key,
}


def _words(call: Call | Question) -> tuple[str, ...]:
    return call.words if isinstance(call, Question) else ()


def _whole(word: str) -> str:
    """Read a whole number, such as 200e6; "" if it is none."""
    number = Decimal(word) if re.fullmatch(_NUMBER, word) else Decimal("0.5")
    return "" if number % 1 else str(int(number))


def plain(words: str) -> str:
    """Return a limiter's answer without what nobody is asked to predict: which of several meters binds."""
    return re.sub(r", (\d+|None|nobody) binds$", "", words)


def is_right(expected: str, given: str) -> bool:
    """Whether an answer is what the contract says, which sometimes leaves a choice."""
    if expected == "refused":
        return given.startswith("wait")
    if found := re.fullmatch(r"(\d+) to (\d+) s", expected):
        return int(found[1]) <= _lives(given) <= int(found[2])
    return given == expected or expected.startswith("not negative")


def same(expected: str, one: str, other: str) -> bool:
    """Whether two answers are equal, or both right, or keys that live about as long."""
    lives = _lives(one), _lives(other)
    about = min(lives) >= 0 and abs(lives[0] - lives[1]) <= LONGER // 1000
    right = is_right(expected, one), is_right(expected, other)
    return one == other or all(right) or (about and not any(right))


def _lives(given: str) -> int:
    """Return for how many seconds a key lives; -1 for another answer."""
    return int(given.removesuffix(" s")) if re.fullmatch(r"\d+ s", given) else -1


def alike(expected: list[str], given: list[str]) -> bool:
    """Whether all of these answers are right."""
    return len(expected) == len(given) and all(map(is_right, expected, given))
