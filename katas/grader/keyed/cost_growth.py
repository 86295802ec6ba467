"""A limiter's call looks at a few keys, however many it holds."""

import gc
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import cycle
from time import perf_counter
from typing import Any

from katas.grader.costs import ENTRIES, MOST_RATIO, steps
from katas.grader.keyed.meters import AlwaysGrants, Dial, Window
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.verdict import Abort, Broken, Failure

FEW = 100  # keys
MOST_TIMES = 4  # as many steps: who goes through all keys takes a thousand times as many
MOST_COPIED = 40_000  # bytes: less than a word for each of ten thousand keys
TURNS = 101


def cheap_limiter(trial: KeyedTrial) -> None:
    """A call looks at a few keys, however many are held, and copies none of the rest."""
    with trial.guard.unwatched():
        _cheap_limiter(trial)


def _cheap_limiter(trial: KeyedTrial) -> None:
    few, _ = _looks(trial, 30)
    many, held = _looks(trial, 1500, few + 8)
    if many > few + 8:
        message = (
            f"With 30 keys, no call asks meters more than {few} times. With {held:,} held, one asks {many:,} times, "
            "and the grader stops there. A call must look at a few keys only, however many are held."
        )
        raise Broken(Failure("cost", message))
    full, held = trial.make(AlwaysGrants, Dial(1)), 0
    for keys in (ENTRIES // 20, ENTRIES // 4, ENTRIES):
        base = trial.make(AlwaysGrants, Dial(1))  # anew: of both, the last calls brought keys, which may be due
        _fill(trial, base, range(FEW))
        _fill(trial, full, range(held, keys))
        held = keys
        _compare(trial, base, full, keys)


def affordable(trial: KeyedTrial) -> bool:
    """Return whether a flood of keys can be had. Who goes through all of them in each call would take minutes."""
    base, full = trial.make(AlwaysGrants, Dial(1)), trial.make(AlwaysGrants, Dial(1))
    _fill(trial, base, range(FEW))
    _fill(trial, full, range(ENTRIES // 20))
    # Both are counted: what is timed may depend on the machine.
    with suppress(Abort):  # too many steps
        return _steps(full) <= MOST_TIMES * _steps(base) and _copied(trial, full) <= _copied(trial, base) + MOST_COPIED
    return False


def _copied(trial: KeyedTrial, limiter: Any) -> int:
    """Return the most bytes that a call needs while it runs: a copy of all keys shows there."""
    call = _again(limiter)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(3):
            trial.guard("allow()", call)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def _compare(trial: KeyedTrial, base: Any, full: Any, keys: int) -> None:
    few_steps, many_steps = _steps(base), _steps(full)
    if many_steps > MOST_TIMES * few_steps:
        message = (
            f"A call takes {few_steps:,} steps of Python with {FEW} keys held, and {many_steps:,} with {keys:,}. "
            "A call must look at a few keys only, however many are held."
        )
        raise Broken(Failure("cost", message))
    ratio = trial.guard("allow()", times_as_long, _again(full), _again(base))
    if ratio > MOST_RATIO:
        message = (
            f"A call takes {ratio:.0f} times as long with {keys:,} keys held as with {FEW}. Something goes "
            "through all keys or moves them: a copy, list.pop(0), next(iter(dict)) over the holes of dropped keys?"
        )
        raise Broken(Failure("cost", message))


def times_as_long(call: Callable[[], object], other: Callable[[], object]) -> float:
    """Return how many times as long a call takes as another, measured by turns; load slows both down alike.

    Of many times, the lower quartile: what else the machine does falls on few of them, and what is asked for is the
    work that most calls do.
    """
    seconds: tuple[list[float], list[float]] = ([], [])
    gc.disable()
    try:
        for _ in range(TURNS):
            for times, work in zip(seconds, (call, other), strict=True):
                start = perf_counter()
                work()
                times.append(perf_counter() - start)
    finally:
        gc.enable()
    one, two = (sorted(times)[TURNS // 4] for times in seconds)
    return one / two


def _looks(trial: KeyedTrial, keys: int, enough: int = 10**6) -> tuple[int, int]:
    """Return how often one call looks at meters, at most, while so many keys come, and later become fresh.

    Also how many keys were held before the last call. Stop at the first call that looks more than `enough` times.
    """
    dial, looks, most = Dial(), [0], 0

    def look() -> None:
        looks[0] += 1

    limiter = trial.make(lambda: Window(2, 1000, look), dial)
    for number in range(4 * keys):
        if number == 3 * keys:
            dial.now += 1000
        looks[0] = 0
        trial.ask(limiter, number if number < keys else number % 7, 1)
        most = max(most, looks[0])
        if most > enough:
            break
    return most, min(number, keys)


def _steps(limiter: Any) -> int:
    """Return how many bytecode steps one of a few calls takes at most."""
    return max(steps(partial(limiter.allow, key), what="allow()") for key in range(3))


def _fill(trial: KeyedTrial, limiter: Any, keys: range) -> None:
    def fill(some: range) -> None:
        for key in some:
            limiter.allow(key)

    for start in range(0, len(keys), 500):
        trial.guard.rearm()
        some = keys[start : start + 500]
        trial.guard(f"With {some[0]:,} keys held, {len(some)} more calls of allow()", fill, some)


def _again(limiter: Any) -> Callable[[], object]:
    """Return a call for keys that are held, one after the other."""
    some = cycle(range(51))
    return lambda: limiter.allow(next(some))
