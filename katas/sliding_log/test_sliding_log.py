"""The laws of a sliding log, in order. `pytest katas/sliding_log` grades sliding_log.py beside this file."""

from katas.grader import Kata
from katas.grader.meter import cost_growth_log, inputs, oracle, probes, regimes
from katas.grader.meter.plot_traffic import traffic_of
from katas.grader.meter.trial import MeterTrial

KATA = Kata(
    "sliding_log",
    "SlidingLog",
    trial=MeterTrial.against(oracle.SlidingLog),
    facets=probes.facets,
    traffic=traffic_of(oracle.SlidingLog),
    library="algorithms/sliding_log.py",
)


@KATA.level(10)
def limit(trial: MeterTrial) -> None:
    """a new window grants its limit at once, and no more"""
    trial.check(
        inputs.AT_ONE_INSTANT,
        "1/8: take(3) take(3)",
        "2/8: take(0) take(0) take(0)",
        waits=False,
    )


@KATA.level(15)
def slide(trial: MeterTrial) -> None:
    """each grant counts for one period, then leaves by itself"""
    trial.check(
        inputs.BETWEEN_EDGES,
        "1/8: take(1) take(5)",
        "1/8: take(1) take(12)",
        "1/8: take(6) take(9)",
        "2/8: take(1) take(6) take(12) take(12)",
        waits=False,
    )


@KATA.level(15)
def boundary(trial: MeterTrial) -> None:
    """a grant one period old counts no more; the wait says so"""
    trial.check(
        inputs.ON_EDGES,
        "1/8: take(0) take(8)",
        "1/8: take(0) take(7)",
        "2/8: take(0) take(3) take(4)",
        "2/8: take(0) take(3) take(8) take(8)",
    )


@KATA.level(10)
def cost(trial: MeterTrial) -> None:
    """all of a cost or none; impossible ones and bursts raise"""
    for burst in (1, 3):
        trial.refuses_a_burst(burst)
    trial.takes_the_limit_for_a_burst()
    trial.check(
        inputs.WITH_COSTS,
        "3/24: take(0, 3) take(0)",
        "3/24: take(0) take(0, 3)",
        "3/24: take(0, 0)",
        "3/24: take(0, -1)",
        "3/24: take(0, 4)",
        "3/24: take(0, 4) take(0, 3)",
        "3/24: take(0) take(1) take(1) take(24, 2)",
        "1/8: take(20, 2) take(3) take(11)",
        "3/8: take(0) take(2) take(4, 3)",
        "3/8: take(0) take(2) take(4, 2)",
        "3/8: take(0, 3) take(4)",
    )


@KATA.level(10)
def refusal(trial: MeterTrial) -> None:
    """a refusal spends nothing and pushes nothing back"""
    trial.check(
        inputs.WITH_REFUSALS,
        "1/8: take(0) take(4) take(8)",
        "2/16: take(0) take(0, 2) take(0)",
    )


@KATA.level(10)
def cheap(trial: MeterTrial) -> None:
    """no entry outlives its window; no call goes through all"""
    cost_growth_log.cheap_log(trial)


@KATA.level(10)
def exact(trial: MeterTrial) -> None:
    """nothing is ever rounded: any quota, any date, any past"""
    trial.check(
        inputs.EXACTLY_ODD,
        "1/10000000000000001: take(0) take(0)",
        "1/1500000000: take(0) take(1000000000)",
        "1/1000000000: take(1800000000000000001) take(1800000001000000000)",
        "3/10: take(0, 3) take(9)",
    )
    trial.check(inputs.EXACTLY_VAST)
    regimes.everywhere(trial)


@KATA.level(10)
def clock(trial: MeterTrial) -> None:
    """a clock set back frees no room and raises nothing"""
    trial.check(
        inputs.WITH_STEPS_BACK,
        "1/8: take(9) take(3)",
        "2/8: take(9) take(3) take(9)",
        "2/8: take(9) take(3) take(16)",
        "1/8: take(9) take(3) take(17)",
        "1/8: take(9, 2) take(3) take(3)",
        "1/10: take(0) take(20, 2) take(5)",
        "2/10: take(0) take(8, 2) take(3) take(13, 2)",
    )
    regimes.with_steps_back(trial)


@KATA.level(10)
def level(trial: MeterTrial) -> None:
    """level is exact, and only looks"""
    trial.check(
        inputs.WITH_LOOKS,
        "2/8: level(0)",
        "2/8: take(0) take(0, 2) level(0)",
        "1/8: take(0) level(0)",
        "1/8: take(20) level(3)",
        "2/8: take(1) level(1)",
        "2/8: take(1) level(9)",
        "2/8: take(1, 2) level(9) take(1)",
        "2/8: take(1) take(3) level(3)",
    )
    regimes.everywhere(trial, "level")
    regimes.with_steps_back(trial, "level")
