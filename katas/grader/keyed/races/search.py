"""All that threads may do to a limiter: what is seen on schedules, and how it is shown."""

from katas.grader.keyed.races import crowd, interleavings, interruptions, single_clock_read
from katas.grader.keyed.races.schedule import Untold
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.verdict import Broken


def searched(trial: KeyedTrial) -> None:
    """Interrupt calls at all steps; where threads wait by means that can't be seen, let them race for real."""
    try:
        failure = interruptions.interrupted(trial)
        if failure is None:
            single_clock_read.reads_clock_under_lock(trial)
    except Untold:
        trial.notes.append("Your threads wait by means that the grader can't see: they raced for real.")
        interleavings.interleaved(trial)
        crowd.many_threads(trial)
        return
    if failure is not None:
        interleavings.interleaved(trial, tries=2)  # if it finds the same, it says more
        raise Broken(failure)
