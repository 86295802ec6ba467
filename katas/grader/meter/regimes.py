"""Every answer in every regime: small numbers without exception, wide ones, those of the submission, long timelines.

docs/grader.md has the table. Each of them is the same for the same file, on every machine. A submission whose calls
execute thousands of bytecode steps, as they may, is asked fewer of them.
"""

from functools import partial
from itertools import islice
from math import inf

from katas.grader.constants import computes_with_fractions
from katas.grader.costs import steps, traced
from katas.grader.meter.cost_growth import late_ones_leave_nothing
from katas.grader.meter.immense import immense
from katas.grader.meter.long_runs import at_its_rate, long_runs, long_runs_with_steps_back
from katas.grader.meter.many_meters import many_meters
from katas.grader.meter.small_scopes import small_scopes
from katas.grader.meter.trial import MeterTrial
from katas.grader.meter.widths import FINER, MOST_COST, WIDTHS, around
from katas.grader.profile import Profile
from katas.grader.timeline import Call
from ratelimit import Quota

UNITS = 20_000
SLOW_RUN = 1_500  # calls of the longest timeline for what takes thousands of bytecode steps
WITH_FRACTIONS = 5  # one in so many timelines is put to what makes up to a thousand steps, as fractions do
FRACTIONS_RUN = 4_200  # takes of a long run for them
USUAL = 400  # bytecode steps of a call; most take a hundred


def everywhere(trial: MeterTrial, *asks: str) -> None:
    """Compare `take`, and what else is asked, in all regimes in which time does not go back."""
    path, deep, every = trial.guard.path, _deep(trial), _one_in(trial)
    numbers, most = trial.numbers, _most_cost(trial)
    wide = WIDTHS + (FINER if deep or computes_with_fractions(path) else ())
    with trial.guard.unwatched():
        trial.compare(islice(small_scopes(trial.oracle, *asks, deep=deep), 0, None, every))
    trial.compare(islice(around(trial.oracle, wide, *asks, most=most), 0, None, every))
    trial.compare(around(trial.oracle, numbers, *asks, most=most))
    many_meters(trial, numbers)
    longest = inf if every == 1 else SLOW_RUN
    trial.compare(each for each in long_runs(trial.oracle, numbers, *asks, most=most) if len(each.calls) < longest)
    if 1 < every <= WITH_FRACTIONS and "level" not in asks:
        trial.compare([at_its_rate(trial.oracle, FRACTIONS_RUN, asks)])
    if every <= WITH_FRACTIONS:  # a search by halving takes thousands of rounds there
        immense(trial, *asks, most=most)


def with_steps_back(trial: MeterTrial, *asks: str) -> None:
    """Compare answers where time goes back: in small scopes, and by as much as the submission's numbers say."""
    every = _one_in(trial)
    with trial.guard.unwatched():
        trial.compare(islice(small_scopes(trial.oracle, *asks, back=True, deep=_deep(trial)), 0, None, every))
    trial.compare(around(trial.oracle, trial.numbers, *asks, back=True, most=_most_cost(trial)))
    longest = inf if every == 1 else SLOW_RUN
    trial.compare(each for each in long_runs_with_steps_back(trial.numbers, *asks) if len(each.calls) < longest)
    if not asks:
        with trial.guard.unwatched():
            late_ones_leave_nothing(trial)


def _deep(trial: MeterTrial) -> bool:
    return trial.profile.cases > Profile().cases


def _one_in(trial: MeterTrial) -> int:
    """Return n, to put every n-th timeline: by what a take and a level cost in bytecode steps."""
    meter = trial.make(Quota(3, 10**18 + 9))
    calls = (Call("take", 5, 3), Call("take", 7), Call("level", 11))
    most = max(steps(partial(trial.ask, meter, call), most=10**6) for call in calls)
    return 1 + 2 * (most // USUAL)


def _most_cost(trial: MeterTrial) -> int:
    """Return the largest cost that may be granted: little to what keeps an entry for each unit, as a log may."""
    if not trial.oracle.per_unit:
        return MOST_COST
    meter = trial.make(Quota(UNITS, UNITS))
    with traced() as in_use:
        before = in_use()
        trial.ask(meter, Call("take", 0, UNITS - 500))
        kept = in_use() - before
    return 500 if kept > UNITS // 2 else MOST_COST
