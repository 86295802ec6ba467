"""The laws of a leaky bucket, in order. `pytest katas/leaky_bucket` grades leaky_bucket.py beside this file."""

from katas.grader import Kata
from katas.grader.meter import cost_growth, inputs, oracle, probes, regimes
from katas.grader.meter.plot_traffic import traffic_of
from katas.grader.meter.trial import MeterTrial

KATA = Kata(
    "leaky_bucket",
    "LeakyBucket",
    trial=MeterTrial.against(oracle.LeakyBucket),
    facets=probes.facets,
    traffic=traffic_of(oracle.LeakyBucket),
    library="algorithms/leaky_bucket.py",
)


@KATA.level(10)
def fill(trial: MeterTrial) -> None:
    """an empty bucket takes its burst at once, and no more"""
    trial.check(
        inputs.AT_ONE_INSTANT,
        "1/8: take(0) take(0)",
        "1/8 burst 2: take(0) take(0) take(0)",
        "2/16 burst 1: take(0) take(0)",
        waits=False,
    )


@KATA.level(15)
def leak(trial: MeterTrial) -> None:
    """water leaks continuously, and never below empty"""
    trial.check(
        inputs.BETWEEN_EDGES,
        "1/8: take(0) take(9)",
        "1/8 burst 2: take(0) take(0) take(12) take(18)",
        "1/8: take(20) take(50) take(50)",
        waits=False,
    )


@KATA.level(10)
def boundary(trial: MeterTrial) -> None:
    """room due at t is there at t, and the wait says so"""
    trial.check(
        inputs.ON_EDGES,
        "1/8: take(0) take(8)",
        "1/8: take(0) take(0)",
        "1/8: take(0) take(7)",
        "1/8 burst 2: take(0) take(0) take(16) take(16)",
    )


@KATA.level(10)
def cost(trial: MeterTrial) -> None:
    """all of a cost or none of it; an impossible one raises"""
    trial.check(
        inputs.WITH_COSTS,
        "3/24: take(0, 3) take(0)",
        "3/24: take(0) take(0, 3)",
        "3/24: take(0, 0)",
        "3/24: take(0, -1)",
        "3/24: take(0, 4)",
        "3/24: take(0, 4) take(0, 3)",
        "1/8: take(20, 2) take(3) take(11)",
        "3/24 burst 5: take(0, 5) take(0)",
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
def delay(trial: MeterTrial) -> None:
    """delay is how long the water ahead takes to leak"""
    trial.check(
        inputs.WITH_DELAYS,
        "1/8: delay(0)",
        "2/16: take(0) delay(0)",
        "2/16: take(0) delay(3)",
        "2/16: take(0) delay(8)",
        "2/16: take(0, 2) delay(1) take(9) delay(9)",
    )


@KATA.level(5)
def cheap(trial: MeterTrial) -> None:
    """neither work nor memory grows with burst, cost or time"""
    cost_growth.cheap_meter(trial, "delay")
    cost_growth.few_steps(trial, "1000000/8000000: take(0, 1000000) delay(2) take(9000000) delay(9000000)")


@KATA.level(10)
def exact(trial: MeterTrial) -> None:
    """nothing is ever rounded: any quota, any date, any past"""
    trial.check(
        inputs.EXACTLY_ODD_WITH_DELAYS,
        "3/5: take(0, 3) take(1, 3)",
        "3/10: take(0) delay(0)",
        "3/10: take(0) take(0) take(0) take(0)",
        "3/10 burst 1: take(0) take(3)",
        "1/10000000000000001: take(0) take(0)",
        "1/10000000000000001: take(0) delay(0)",
        "1/1500000000: take(0) take(1000000000)",
        "10/3 burst 1: take(0) take(0)",
        "1/1000000000: take(1800000000000000000) take(1800000000999999999)",
        "3/10 burst 2: take(0, 2) take(0, 2)",
        "7/60000000000 burst 1: take(7654321987654) take(7654321987654)",
    )
    trial.check(inputs.EXACTLY_VAST_WITH_DELAYS)
    regimes.everywhere(trial, "delay")


@KATA.level(10)
def clock(trial: MeterTrial) -> None:
    """with a clock set back, nothing is gained, lost or raised"""
    trial.check(
        inputs.WITH_STEPS_BACK,
        "1/8: take(8) take(0)",
        "1/8: take(8) take(0) take(8)",
        "1/8: take(8) take(0) take(16)",
        "2/16: take(100) take(0) take(100)",
        "1/8: take(20, 2) take(3) take(11)",
        "1/10: take(0) take(20, 2) take(5)",
    )
    regimes.with_steps_back(trial)


@KATA.level(10)
def level(trial: MeterTrial) -> None:
    """level is exact, and only looks (delay, too)"""
    trial.check(
        inputs.WITH_LOOKS_AND_DELAYS,
        "2/16: level(0)",
        "2/16: take(0) take(0, 2) level(0)",
        "2/16: take(40, 2) level(3)",
        "2/16: take(0) level(0)",
        "2/16: take(0) level(4)",
        "2/16: take(0) level(8)",
        "2/16: take(0) level(100)",
        "2/16: take(0, 2) level(100) take(0)",
        "3/10: take(0, 3) level(1)",
        "2/16: take(0) delay(100) take(0) take(0)",
    )
    regimes.everywhere(trial, "level", "delay")
    regimes.with_steps_back(trial, "level")
