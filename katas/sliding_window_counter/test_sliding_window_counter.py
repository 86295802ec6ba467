"""The laws of a sliding window counter, in order. They grade sliding_window_counter.py beside this file."""

from katas.grader import Kata
from katas.grader.meter import cost_growth, inputs, oracle, probes, regimes
from katas.grader.meter.plot_traffic import traffic_of
from katas.grader.meter.trial import MeterTrial

KATA = Kata(
    "sliding_window_counter",
    "SlidingWindowCounter",
    trial=MeterTrial.against(oracle.SlidingWindowCounter),
    facets=probes.facets,
    traffic=traffic_of(oracle.SlidingWindowCounter),
    library="algorithms/sliding_window_counter.py",
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
def weight(trial: MeterTrial) -> None:
    """the window before counts by the part of it still in view"""
    trial.check(
        inputs.BETWEEN_EDGES,
        "1/8: take(1) take(5)",
        "1/8: take(1) take(11)",
        "2/8: take(1) take(1) take(13) take(13)",
        "1/8: take(1) take(20)",
        waits=False,
    )


@KATA.level(15)
def boundary(trial: MeterTrial) -> None:
    """granted at the first tick the estimate allows, no later"""
    trial.check(
        inputs.ON_EDGES,
        "1/8: take(0) take(8)",
        "1/8: take(0) take(0)",
        "2/8: take(0) take(0) take(12)",
        "2/8: take(0) take(0) take(11)",
        "1/8: take(0) take(16)",
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
        "1/8: take(20, 2) take(3) take(11)",
        "4/8: take(0, 4) take(13, 2)",
        "4/8: take(0, 4) take(8, 2)",
        "4/8: take(0, 2) take(8, 4)",
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
    """neither work nor memory grows with limit, cost or time"""
    cost_growth.cheap_meter(trial)


@KATA.level(10)
def exact(trial: MeterTrial) -> None:
    """nothing is ever rounded: any quota, any date, any past"""
    trial.check(
        inputs.EXACTLY_ODD,
        "3/10: take(0, 3) take(13)",
        "1/10000000000000001: take(0) take(0)",
        "1/1500000000: take(0) take(1500000000)",
        "1/1000000000: take(1800000000000000001) take(1800000000999999999)",
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
        "1/8: take(17) take(3) take(17)",
        "1/8: take(9, 2) take(3) take(3)",
        "1/10: take(0) take(20, 2) take(5)",
        "4/10: take(0, 2) take(10, 3) take(5, 2) take(15, 2)",
    )
    regimes.with_steps_back(trial)


@KATA.level(10)
def level(trial: MeterTrial) -> None:
    """level is exact, and only looks"""
    trial.check(
        inputs.WITH_LOOKS,
        "2/8: level(0)",
        "25/25: take(0, 25) level(36)",
        "2/8: take(0) take(0, 2) level(0)",
        "3/10: take(0, 3) take(15) level(5)",
        "2/2: take(0, 2) take(3) level(2)",
        "2/8: take(1) level(1)",
        "2/8: take(1) level(9)",
        "2/8: take(1) level(12)",
        "2/8: take(1, 2) level(20) take(1)",
    )
    regimes.everywhere(trial, "level")
    regimes.with_steps_back(trial, "level")
