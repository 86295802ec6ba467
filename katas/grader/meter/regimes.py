"""Every answer in every regime: small numbers without exception, wide ones, those of the submission, long timelines.

docs/grader.md has the table. Each of them is the same for the same file, on every machine.
"""

from itertools import islice

from katas.grader.constants import computes_with_fractions, constants_of
from katas.grader.meter.long_runs import long_runs
from katas.grader.meter.small_scopes import small_scopes
from katas.grader.meter.trial import MeterTrial
from katas.grader.meter.widths import FINER, WIDTHS, around
from katas.grader.profile import Profile


def everywhere(trial: MeterTrial, *asks: str) -> None:
    """Compare `take`, and what else is asked, in all regimes in which time does not go back."""
    path, deep = trial.guard.path, trial.profile.cases > Profile().cases
    numbers = constants_of(path)
    trial.compare(small_scopes(trial.oracle, *asks, deep=deep))
    trial.compare(around(trial.oracle, WIDTHS + (FINER if deep or computes_with_fractions(path) else ()), *asks))
    trial.compare(around(trial.oracle, numbers, *asks))
    trial.compare(long_runs(trial.oracle, numbers, *asks))


def with_steps_back(trial: MeterTrial, *asks: str) -> None:
    """Compare answers where time goes back: in small scopes, and by as much as the submission's numbers say."""
    deep = trial.profile.cases > Profile().cases
    trial.compare(small_scopes(trial.oracle, *asks, back=True, deep=deep))
    trial.compare(islice(around(trial.oracle, constants_of(trial.guard.path), *asks, back=True), 2000))
