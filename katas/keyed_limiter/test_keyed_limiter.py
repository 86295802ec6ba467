"""The laws of a keyed limiter, in order. `pytest katas/keyed_limiter` grades keyed_limiter.py beside this file."""

from katas.grader import Kata
from katas.grader.keyed import cost_growth, eviction, failing_meters, flood, inputs, probes, small_scope
from katas.grader.keyed.plot_traffic import TRAFFIC
from katas.grader.keyed.races import search, single_clock_read
from katas.grader.keyed.trial import KeyedTrial

KATA = Kata(
    "keyed_limiter", "KeyedLimiter", trial=KeyedTrial, facets=probes.facets, traffic=TRAFFIC, library="memory.py"
)


@KATA.level(10)
def answers(trial: KeyedTrial) -> None:
    """each key gets the answers of a meter of its own"""
    trial.check(
        inputs.ONE_KEY,
        "LastingTokenBucket 1/8: allow(0, ann) allow(0, ann)",
        "LastingTokenBucket 2/8: allow(0, ann) allow(0, ann, 2) allow(0, ann)",
        "LastingTokenBucket 1/8: allow(0, ann) allow(0, bob)",
        "LastingTokenBucket 1/8: allow(0, ann) allow(8, ann)",
        "LastingFixedWindow 1/8: allow(9, ann) allow(15, ann) allow(16, ann)",
    )


@KATA.level(10)
def keys(trial: KeyedTrial) -> None:
    """equal keys are one key; other keys never affect it"""
    trial.check(
        inputs.AT_ONE_INSTANT,
        "LastingTokenBucket 1/8: allow(0, ann) allow(0, bob)",
        "LastingTokenBucket 1/8: allow(0, ann) allow(0, ann)",
        "LastingTokenBucket 1/8: allow(0, 1) allow(0, 1.0)",
        "LastingTokenBucket 1/8: allow(0, 1) allow(0, '1')",
        "LastingTokenBucket 1/8: allow(0, None) allow(0, None)",
        "LastingTokenBucket 1/8: allow(0, 0) allow(0, '') allow(0, 0)",
        "LastingTokenBucket 1/8: allow(0, '') allow(0, '')",
        "LastingTokenBucket 1/8: allow(0, Ann) allow(0, ann)",
        "LastingTokenBucket 1/8: allow(0, ' ann') allow(0, ann)",
        "LastingTokenBucket 1/8: allow(0, -1) allow(0, -2)",
        "LastingTokenBucket 1/8: allow(0, nan) allow(0, nan)",
        "LastingTokenBucket 1/8: allow(0, ('a/b', 'c')) allow(0, ('a', 'b/c'))",
        "LastingTokenBucket 1/8: allow(0, ('a', 'b')) allow(0, ('a', 'b'))",
    )


@KATA.level(10)
def clock(trial: KeyedTrial) -> None:
    """the limiter's clock never goes back"""
    trial.check(
        inputs.STEPS_BACK,
        "LastingTokenBucket 1/8: allow(8, ann) allow(0, ann)",
        "LastingTokenBucket 1/8: allow(0, ann) allow(8, bob) allow(0, ann)",
        "LastingFixedWindow 1/8: allow(8, ann) allow(0, bob) allow(8, bob)",
        "LastingFixedWindow 1/10: allow(5, ann) allow(10, ann)",
    )
    single_clock_read.decides_at_one_time(trial)


@KATA.level(10)
def errors(trial: KeyedTrial) -> None:
    """a call that raises leaves no trace"""
    trial.check(
        inputs.ERRORS,
        "LastingTokenBucket 2/16: allow(0, ann, 0)",
        "LastingTokenBucket 2/16: allow(0, ann, 3) allow(0, ann, 2)",
        "LastingTokenBucket 1/16: allow(0, ann) allow(0, ann, -1) allow(0, ann)",
        fewest=True,
        most=True,
    )
    failing_meters.errors_leave_no_trace(trial)


@KATA.level(15)
def remember(trial: KeyedTrial) -> None:
    """a key that is not fresh is never dropped"""
    trial.check(
        inputs.SPENDING,
        "2/16: allow(0, ann)",
        "2/16: allow(0, ann) allow(7, bob)",
        "2/16: allow(0, ann) allow(0, ann) allow(8, bob) allow(15, bob)",
        "1/3600000000000: allow(0, ann) allow(600000000000, bob) allow(600000000000, ann)",
        "1/31536000000000000: allow(0, ann) allow(1, bob) allow(1, ann)",
        "2/16: allow(0, ann) allow(0, ann) allow(0, ann) allow(8, bob)",
        "LastingTokenBucket 1/8: allow(0, ann) allow(8, bob) allow(8, bob)",
        fewest=True,
    )
    trial.check(inputs.SPENDING_ALL, fewest=True)
    trial.pinned(*inputs.WIDE_TIMES, *inputs.ODD_KEYS, fewest=True)
    small_scope.every_timeline(trial, small_scope.SHORT, fewest=True)
    eviction.survives_a_flood(trial)
    flood.survives_any_flood(trial)


@KATA.level(15)
def forget(trial: KeyedTrial) -> None:
    """a fresh key is dropped soon, with all that belongs to it"""
    trial.pinned(
        "1/8: allow(0, ann) allow(8, bob)",
        "1/8: allow(0, ann) allow(0, bob) allow(8, cid) allow(8, cid)",
        "2/8: allow(0, ann) allow(0, bob) allow(8, ann) allow(8, ann)",
        "1/8: allow(0, None) allow(8, bob)",
        "2/16: allow(0, ann) allow(0, bob) allow(20, cid) allow(20, ann, 3) allow(20, dee)",
        "100/1000: allow([0] * 40, ann) allow(1, bob, 50) allow(1000, cid) allow(1000, cid)",
        most=True,
    )
    eviction.drops_promptly(trial)
    eviction.drops_the_only_fresh_one(trial)
    failing_meters.drop_nobody_twice(trial)
    small_scope.every_timeline(trial, small_scope.SHORT, small_scope.LONG, fewest=True, most=True)
    trial.pinned(*inputs.WIDE_TIMES, *inputs.ODD_KEYS, fewest=True, most=True)
    trial.check(inputs.FORGETTING, most=True)
    trial.check(inputs.FORGETTING_BACK, most=True)
    eviction.frees_memory(trial)
    flood.drops_among_many(trial)


@KATA.level(10)
def cheap(trial: KeyedTrial) -> None:
    """a call looks at a few keys, however many are held"""
    cost_growth.cheap_limiter(trial)


@KATA.level(20)
def race(trial: KeyedTrial) -> None:
    """threads never over-spend, under-spend, raise or deadlock"""
    search.searched(trial)
