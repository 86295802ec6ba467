"""Numbers beyond floats, and beyond what Python prints in decimal digits: an answer has no largest number.

Such numbers are written as a power and a rest, and no timeline is: a card could not show it.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

from katas.grader.costs import steps
from katas.grader.crash import in_words
from katas.grader.meter.contract import is_right, numbers_of
from katas.grader.meter.oracle import Oracle, Spec
from katas.grader.meter.trial import MeterTrial
from katas.grader.timeline import Call
from katas.grader.verdict import Broken, Failure, brief
from ratelimit import Quota

BEYOND_FLOATS, BEYOND_DIGITS = 400, 4_400  # powers of ten: a float ends below 10^309, and printing at 4,300 digits
SEARCH = 4_000  # bytecode steps of a call; most take a hundred


def immense(trial: MeterTrial, *asks: str, most: int) -> None:
    """A limit, burst, period and time may be immense; no cost is above `most`."""
    for power in (BEYOND_FLOATS,) if _searches(trial, most) else (BEYOND_FLOATS, BEYOND_DIGITS):
        for quota in _quotas(trial.oracle, 10**power):
            _play(trial, quota, power, asks, most)


def _searches(trial: MeterTrial, most: int) -> bool:
    """Whether it finds an answer bit by bit, as it may: then a number of fifteen thousand bits takes seconds."""
    number = 10**BEYOND_FLOATS
    meter = trial.make(Quota(number, 10))
    calls = Call("take", 0, min(most, number)), Call("take", 1, min(most, number)), Call("level", 1)
    return max(steps(partial(trial.ask, meter, call), most=10**7) for call in calls) > SEARCH


def _quotas(oracle: type[Oracle], number: int) -> Iterator[Quota]:
    yield from (Quota(3, 10), Quota(3, number), Quota(number + 1, 10))
    if oracle.has_burst:
        yield Quota(3, 10, number)


def _play(trial: MeterTrial, quota: Quota, power: int, asks: tuple[str, ...], most: int) -> None:
    """Take little and much, early and late, and look before each take and at last."""
    number, said = 10**power, list[str]()
    some = min(most, trial.oracle(quota).capacity)
    takes = ((0, 1), (5, some), (number, 1), (number, some), (number + 7, 2), (2 * number, some))
    try:
        meter, spec = trial.make(quota), trial.specify(quota)
        for now, cost in takes:
            for call in (*(Call(ask, now) for ask in asks), Call("take", now, cost)):
                said.append(f"{call.name}({', '.join(map(written, call[1 : 2 + (call.cost != 1)]))})")
                yours = trial.ask(meter, call)
                _must_be_right(trial, spec, call, yours)
            (spec.refuse(now) if yours else spec.grant(now, cost))
    except Broken as broken:
        burst = "" if quota.burst == quota.limit else f", burst={written(quota.burst)}"
        made = f"Quota(limit={written(quota.limit)}, period={written(quota.period)}{burst})"
        message = f"{made}, {' '.join(said) or 'no call'}: {broken.failure.message}"
        raise Broken(replace(broken.failure, message=message)) from broken


def _must_be_right(trial: MeterTrial, spec: Spec, call: Call, yours: Any) -> None:
    if is_right(spec, call, yours, waits=True):
        return
    if isinstance(yours, BaseException):
        line, detail = trial.guard.line_of_error(yours), trial.guard.traceback_of(yours)
        raise Broken(Failure("answer", f"the last call raises {in_words(yours)}", line=line, detail=detail))
    raise Broken(Failure("answer", f"the last answer is wrong, {_answer(yours)}."))


def _answer(yours: Any) -> str:
    numbers = numbers_of(yours)
    return ", ".join(map(written, numbers)) if numbers else written(yours)


def written(value: Any) -> str:
    """Write a number as a card can show it."""
    if type(value) is not int or abs(value) < 10**30:
        return brief(value)
    for power, times in product((BEYOND_FLOATS, BEYOND_DIGITS), (1, 2)):
        rest = value - times * 10**power
        if abs(rest) < 10**30:
            words = f"10**{power}" if times == 1 else f"{times} * 10**{power}"
            return f"{words} {'+' if rest > 0 else '-'} {abs(rest)}" if rest else words
    return f"a number of {value.bit_length()} bits"
