"""Law 8 for a sliding log, which may keep an entry for each unit in its window, but must not go through them all."""

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from katas.grader.costs import ENTRIES, MOST_RATIO, steps, typical_seconds
from katas.grader.meter.cost_growth import MILLION, few_steps, growth_over_time
from katas.grader.meter.inputs import YEAR
from katas.grader.meter.trial import MeterTrial
from katas.grader.verdict import Broken, Failure
from ratelimit import Quota

UNITS = 100  # of a call, in a log that may have an entry for each
_WHAT = ("A refused take", "A take", "A call of level")


def cheap_log(trial: MeterTrial) -> None:
    """The same for a log, which may keep an entry for each unit in its window, and none for longer."""
    trial.pinned("1000000/8000000: take(0)", "1/80: take(0)")
    with trial.guard.unwatched():
        few_steps(trial, f"{MILLION}/{8 * MILLION}: take(0) take(3, 50) take(4, {MILLION}) level(4) take(80)")
        few_steps(trial, f"1/10: take(0) take({YEAR}) level({2 * YEAR}) take({2 * YEAR})")
        growth_over_time(trial)
        _unmoved(trial)


def _unmoved(trial: MeterTrial) -> None:
    """No call goes through all that is in the log: counted in a small one, timed where C may hide it."""
    few, many = (
        _each(_filled(trial, entries), entries, partial(trial.guard, "take()", steps)) for entries in (20, 2000)
    )
    for what, small, large in zip(_WHAT, few, many, strict=True):
        if large > 4 * small + 1000:
            message = (
                f"{what} executes {large:,} bytecode steps with 2,000 entries in the window, and {small:,} with 20. "
                "It must not go through the whole log."
            )
            raise Broken(Failure("cost", message))
    base = _each(_filled(trial, 200), 200, typical_seconds)
    for entries, worn in ((ENTRIES // 10, ENTRIES // 20), (ENTRIES, 0)):
        _compare(base, _each(_filled(trial, entries, worn), entries + worn, typical_seconds), (200, entries))
    sizes = (200, ENTRIES // 20)
    base, full = (_each(_filled(trial, calls, cost=UNITS), calls, typical_seconds, UNITS) for calls in sizes)
    _compare(base, full, (UNITS * sizes[0], UNITS * sizes[1]))


def _compare(base: list[float], times: list[float], units: tuple[int, int]) -> None:
    for what, small, large in zip(_WHAT, base, times, strict=True):
        if large > MOST_RATIO * small:
            message = (
                f"{what} takes {large / small:.0f} times as long with {units[1]:,} units in the window as with "
                f"{units[0]:,}. Something goes through the whole log or moves it: "
                "list.pop(0), sum(), a copy, the middle of a deque?"
            )
            raise Broken(Failure("cost", message))


def _filled(trial: MeterTrial, entries: int, worn: int = 0, cost: int = 1) -> Any:
    """Return a meter that granted a cost at every tick: its window is full, and `worn` of them have left it already."""
    meter = trial.make(Quota(cost * entries, entries))

    def fill(start: int) -> int:
        return sum(meter.take(now, cost) != 0 for now in range(start, min(start + 500, entries + worn)))

    refused = sum(trial.guard("500 calls of take()", fill, start) for start in range(0, entries + worn, 500))
    one_more = trial.guard("take()", meter.take, entries + worn - 1) == 0
    if refused or one_more:
        wrong = f"{refused:,} are refused" if refused else "one more is granted"
        message = (
            f"The limit is {cost * entries:,} in {entries:,} ticks, and a cost of {cost} is taken at each tick. "
            f"All must be granted, and one more unit must be refused, but {wrong}."
        )
        raise Broken(Failure("answer", message))
    return meter


def _each(meter: Any, now: int, measure: Callable[[Callable[[], Any]], Any], cost: int = 1) -> list[Any]:
    """Measure a take that is refused, one that is granted because as much leaves, and level."""
    ticks = count(now)
    return [
        measure(lambda: meter.take(now - 1, cost)),
        measure(lambda: meter.take(next(ticks), cost)),
        measure(lambda: meter.level(now + 60)),
    ]
