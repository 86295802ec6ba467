"""A limiter's call looks at a few keys, however many it holds."""

from itertools import cycle

from katas.grader.costs import ENTRIES, MOST_RATIO, typical_seconds
from katas.grader.keyed.meters import AlwaysGrants, Dial, Window
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.verdict import Broken, Failure


def cheap_limiter(trial: KeyedTrial) -> None:
    """A call looks at a few keys, however many are held, and copies none of the rest."""
    few = _looks(trial, 30)
    many = _looks(trial, 1500, few + 8)
    if many > few + 8:
        message = (
            f"With 30 keys held, a call asks meters {few} times at most. With 1,500 held, one asks {many:,} times. "
            "A call must look at a few keys only, however many are held."
        )
        raise Broken(Failure("cost", message))
    base = _limiter_seconds(trial, 100)
    for keys in (ENTRIES // 20, ENTRIES // 4, ENTRIES):
        seconds = _limiter_seconds(trial, keys)
        if seconds > MOST_RATIO * base:
            message = (
                f"A call takes {seconds / base:.0f} times as long with {keys:,} keys held as with 100. Something goes "
                "through all keys or moves them: a copy, list.pop(0), next(iter(dict)) over the holes of dropped keys?"
            )
            raise Broken(Failure("cost", message))


def _looks(trial: KeyedTrial, keys: int, enough: int = 10**6) -> int:
    """Return how often one call looks at meters, at most, while so many keys are held, and later become fresh.

    Stop at the first call that looks more than `enough` times.
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
    return most


def _limiter_seconds(trial: KeyedTrial, keys: int) -> float:
    meter = AlwaysGrants()
    limiter = trial.make(lambda: meter, Dial(1))

    def fill(start: int) -> None:
        for key in range(start, min(start + 500, keys)):
            limiter.allow(key)

    for start in range(0, keys, 500):
        trial.guard.rearm()
        trial.guard("500 calls of allow()", fill, start)
    some = cycle(range(51))
    return float(trial.guard("allow()", typical_seconds, lambda: limiter.allow(next(some))))
