"""More keys than any number in the code: none that is spent is dropped, and a fresh one goes as among few."""

from contextlib import nullcontext
from functools import partial
from typing import Any

from katas.grader.constants import constants_of
from katas.grader.keyed.cost_growth import affordable
from katas.grader.keyed.meters import AlwaysGrants, Dial, Window
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.verdict import Broken, Failure

ALWAYS = (10_000, 100_000)  # keys, whatever the code says
MOST = 1_000_000  # keys, if the code says so; it takes seconds
AT_ONCE = 50  # calls in one guarded call
LATER = 10  # ticks


def survives_any_flood(trial: KeyedTrial) -> None:
    """As many new keys as the code's numbers say, and more, reset nobody."""
    if not affordable(trial):
        return  # `cheap` says so
    crowd = Crowd(trial)
    crowd.spend("ann", 1 << 62)
    for size in sizes(trial.guard.path):
        crowd.grow(size)
        again, held = trial.ask(crowd.limiter, "ann") is not False, trial.length(crowd.limiter)
        if again or held != size:
            message = (
                f"ann has spent her one unit, then {size - 1:,} other keys come. {held:,} of {size:,} keys are held"
            )
            message += ", and ann is granted another unit." if again else "."
            raise Broken(Failure("answer", f"{message} None is fresh, so none may be dropped."))


def drops_among_many(trial: KeyedTrial) -> None:
    """A fresh key is dropped when that many keys are held."""
    if not affordable(trial):
        return  # as above
    crowd = Crowd(trial)
    for size in (number + 1 for number in numbers_of(trial.guard.path) if number <= ALWAYS[0]):
        crowd.grow(size - 1)
        crowd.spend(f"key {size}", LATER)
        crowd.dial.now += LATER
        crowd.ask_again(size)
        crowd.held = held = trial.length(crowd.limiter)
        if held >= size:
            message = (
                f"{size:,} keys are held and one of them is fresh. {size:,} calls later {held:,} are held: a fresh key "
                "should have been dropped by now, however many others are held."
            )
            raise Broken(Failure("answer", message))


def sizes(path: str) -> list[int]:
    """Return how many keys are held at once, the fewest first: below, at and above each number."""
    return sorted({size for number in numbers_of(path) for size in (number - 1, number, number + 1)})


def numbers_of(path: str) -> list[int]:
    """Return the numbers in the code that may be numbers of keys, and a few that are so everywhere."""
    return sorted({*ALWAYS, *(number for number in constants_of(path) if 100 <= number <= MOST)})


class Crowd:
    """A limiter with keys that stay spent for ever, and with some that do not."""

    def __init__(self, trial: KeyedTrial) -> None:
        self.trial, self.dial, self.held, self.came = trial, Dial(), 0, 0
        self._new: Any = AlwaysGrants
        self.limiter = trial.make(self._new_meter, self.dial)

    def spend(self, key: str, period: int) -> None:
        """Let a new key spend its one unit, which comes back after so many ticks."""
        self._new = partial(Window, 1, period)
        self.trial.ask(self.limiter, key)
        self._new = AlwaysGrants
        self.held += 1

    def grow(self, size: int) -> None:
        """Let new keys come until so many are held."""
        new = max(0, size - self.held)
        self._ask(range(self.came, self.came + new))
        self.came, self.held = self.came + new, self.held + new

    def ask_again(self, number: int) -> None:
        """Make so many calls for keys that are held."""
        for start in range(0, number, self.came):
            self._ask(range(min(self.came, number - start)))

    def _new_meter(self) -> Any:
        return self._new()

    def _ask(self, keys: range) -> None:
        for start in range(0, len(keys), AT_ONCE):
            self.trial.guard.rearm()
            some = keys[start : start + AT_ONCE]
            self.trial.counts["calls"] += len(some)
            last = start + AT_ONCE >= len(keys)  # where code of a number of keys runs
            try:
                with nullcontext() if last else self.trial.guard.unwatched():
                    self.trial.guard("allow()", self._granted, some)
            except Broken:
                raise
            except (Exception, SystemExit) as error:
                raise Broken(self.trial.crash("allow()", error)) from error

    def _granted(self, keys: range) -> None:
        allow = self.limiter.allow
        for key in keys:
            if allow(key) is not True:
                raise Broken(Failure("answer", f"{self.held:,} keys are held, and one that has units left is refused."))
