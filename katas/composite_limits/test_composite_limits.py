"""The laws of several limits, in order. `pytest katas/composite_limits` grades composite_limits.py beside this file."""

from katas.grader import Kata
from katas.grader.composite import construction, cost_growth, crowds, inputs, nested, probes, small_scopes, widths
from katas.grader.composite.plot_traffic import TRAFFIC
from katas.grader.composite.trial import CompositeTrial

KATA = Kata(
    "composite_limits", "Composite", trial=CompositeTrial, facets=probes.facets, traffic=TRAFFIC, library="composite.py"
)


@KATA.level(10)
def together(trial: CompositeTrial) -> None:
    """granted if all meters grant it; then each of them spends"""
    trial.check(
        inputs.UNTIL_REFUSED,
        "TokenBucket 1/8: take(0) take(0)",
        "TokenBucket 1/8 + TokenBucket 2/64: take(0) take(8) take(16)",
        "TokenBucket 2/64 + TokenBucket 1/8: take(0) take(8) take(16)",
        "TokenBucket 3/24 + FixedWindow 2/64: take(0, 2) take(24)",
        "TokenBucket 2/16 + TokenBucket 1/64 + TokenBucket 2/16: take(0) take(0)",
    )


@KATA.level(15)
def nothing(trial: CompositeTrial) -> None:
    """if one meter refuses, none spends, not even for a moment"""
    trial.check(
        inputs.REFUSED,
        "TokenBucket 2/16 + TokenBucket 1/64: take(0) take(0)",
        "TokenBucket 1/64 + TokenBucket 2/16: take(0) take(0)",
        "TokenBucket 3/24 + TokenBucket 2/24: take(0) take(0, 2) take(0)",
        moments=True,
    )
    small_scopes.every_small_scope(trial, moments=True)


@KATA.level(15)
def wait(trial: CompositeTrial) -> None:
    """the wait is the greatest of those that refuse"""
    trial.check(
        inputs.WAITING,
        "TokenBucket 1/8: take(0) take(0)",
        "TokenBucket 1/8 + TokenBucket 1/64: take(0) take(0)",
        "TokenBucket 1/8 + TokenBucket 2/64: take(0) take(0)",
        "TokenBucket 1/8 + FixedWindow 1/64: take(0) take(0)",
        moments=True,
        waits=True,
    )


@KATA.level(10)
def errors(trial: CompositeTrial) -> None:
    """what one can never grant is an error, and leaves no trace"""
    trial.check(
        inputs.IMPOSSIBLE,
        "TokenBucket 1/8 + TokenBucket 2/64: take(0, 2)",
        "TokenBucket 2/64 + TokenBucket 1/8: take(0, 2)",
        "TokenBucket 2/64 + TokenBucket 1/8: take(0, 2) take(0)",
        "TokenBucket 2/64 + TokenBucket 1/8: take(0) take(0, 2)",
        "TokenBucket 2/64 + TokenBucket 1/8: take(0) take(40, 2) take(4)",
        "TokenBucket 2/16: take(0, 0)",
        "TokenBucket 2/16 + TokenBucket 2/16: take(0, -1) take(0, 2)",
        moments=True,
    )
    construction.makes_sense_of_its_members(trial)


@KATA.level(10)
def clock(trial: CompositeTrial) -> None:
    """no meter is asked about a time behind the clock"""
    trial.check(
        inputs.STEPS_BACK,
        "TokenBucket 1/8: take(8) take(0)",
        "TokenBucket 2/16 + TokenBucket 1/64: take(0) take(8) take(0)",
        "TokenBucket 1/8 + FixedWindow 2/64: take(0) take(8) take(16) take(8)",
        "TokenBucket 2/64 + TokenBucket 1/8: take(0) take(40, 2) take(4)",
        moments=True,
        times=True,
    )
    small_scopes.every_small_scope(trial, back=True, moments=True, times=True)


@KATA.level(10)
def level(trial: CompositeTrial) -> None:
    """level: the least left, the latest reset; and it only looks"""
    trial.check(
        inputs.LOOKING,
        "TokenBucket 2/16 + TokenBucket 3/24: level(0)",
        "TokenBucket 2/16 + TokenBucket 3/24: take(0) level(0)",
        "TokenBucket 1/8 + FixedWindow 3/64: take(0) level(4)",
        "TokenBucket 2/16: level(40) take(0, 2) level(0)",
        moments=True,
        times=True,
    )
    small_scopes.every_small_scope(trial, "level", moments=True, times=True)


@KATA.level(10)
def binding(trial: CompositeTrial) -> None:
    """binding says which meter decided the last take"""
    trial.check(
        inputs.LOOKING,
        "TokenBucket 1/8 + TokenBucket 2/16: level(0)",
        "TokenBucket 1/8 + TokenBucket 2/16: take(0)",
        "TokenBucket 2/16 + TokenBucket 1/8: take(0)",
        "TokenBucket 1/8 + TokenBucket 1/64: take(0)",
        "TokenBucket 1/8 + TokenBucket 1/8: take(0) take(0)",
        "TokenBucket 1/64 + TokenBucket 1/8: take(0) take(0)",
        "TokenBucket 1/8 + TokenBucket 1/64: take(0) take(0)",
        "TokenBucket 2/16 + TokenBucket 1/64: take(0) take(0, 2)",
        "TokenBucket 2/16 + FixedWindow 5/64: take(0) take(8) take(16)",
        "FixedWindow 2/64 + FixedWindow 3/64: take(0, 2) take(0, 2)",
        "FixedWindow 3/64 + FixedWindow 2/64: take(0, 2) take(0, 2)",
        moments=True,
        times=True,
        binding=True,
    )
    small_scopes.every_small_scope(trial, moments=True, times=True, binding=True)


@KATA.level(10)
def cheap(trial: CompositeTrial) -> None:
    """a take asks each meter 3 times at most, and nothing grows"""
    trial.check(
        inputs.UNTIL_REFUSED, "TokenBucket 2/16 + TokenBucket 1/64: take(0) take(0) take(8)", moments=True, asks=True
    )
    cost_growth.cheap_composite(trial)


@KATA.level(10)
def order(trial: CompositeTrial) -> None:
    """any meters, in any order, any number of them, any past"""
    everything = dict.fromkeys(("moments", "waits", "times", "binding", "asks"), True)
    trial.check(
        inputs.ANY,
        "TokenBucket 1/64 + TokenBucket 1/8: take(0) take(0)",
        "TokenBucket 1/8 + FixedWindow 1/64: take(60) take(60)",
        "FixedWindow 2/64 + TokenBucket 1/8 + SlidingLog 2/64: take(60) take(62)",
        **everything,
    )
    small_scopes.every_small_scope(trial, sets=small_scopes.PAIRS + small_scopes.UNLIKE_SIZES, **everything)
    trial.compare(widths.around(widths.WIDTHS, "level"), **everything)
    trial.compare(widths.around(trial.numbers, "level", plays=3), **everything)
    trial.compare(widths.long_runs(trial.numbers, "level"), **everything)
    trial.compare(widths.many_limits(trial.numbers, "level"), **everything)
    trial.compare(crowds.crowds(trial.numbers, "level"), **everything)
    small_scopes.among_lookalikes(trial, **everything)
    nested.composites_of_composites(trial)
