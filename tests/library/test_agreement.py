"""Three implementations of each algorithm, sharing no code, give the same answers: solution, library, oracle."""

import functools
import importlib.util
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ratelimit
from katas.grader.fuzz import drawn
from katas.grader.kata import ROOT
from katas.grader.meter import inputs, oracle
from katas.grader.meter.oracle import Spec

NAMES = {
    "fixed_window": "FixedWindow",
    "sliding_log": "SlidingLog",
    "sliding_window_counter": "SlidingWindowCounter",
    "token_bucket": "TokenBucket",
    "leaky_bucket": "LeakyBucket",
    "gcra": "GCRA",
}


@functools.cache
def solution(kata):
    spec = importlib.util.spec_from_file_location(f"solution_{kata}", ROOT / "solutions" / f"{kata}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, NAMES[kata])


def answers(meter, calls):
    def arguments(call):
        return (call.now, call.cost) if call.name == "take" else (call.now,)

    return [getattr(meter, call.name)(*arguments(call)) for call in calls]


def specified(oracle_class, timeline):
    spec = Spec(oracle_class, timeline.quota)
    for call in timeline.calls:
        level = spec.level(call.now)
        if call.name == "take":
            wait = spec.wait(call.now, call.cost)
            (spec.refuse(call.now) if wait else spec.grant(call.now, call.cost))
            yield wait
        else:
            yield level if call.name == "level" else level.reset_after


@pytest.mark.parametrize("kata", NAMES)
@settings(max_examples=100)
@given(data=st.data())
def test_solution_library_and_specification_agree(kata, data):
    oracle_class = getattr(oracle, NAMES[kata])
    forward = inputs.Inputs(
        tuple(move for move in inputs.WITH_LOOKS.moves if "back" not in move),
        costs=True,
        refusals=True,
        asks=("take", "level", "take", *(["delay"] if kata == "leaky_bucket" else [])),
        starts=inputs.EXACTLY_ODD.starts,
        length=20,
    )
    timeline = data.draw(drawn(partial(forward.timeline, oracle_class), forward.length))[0]
    expected = list(specified(oracle_class, timeline))
    assert answers(solution(kata)(timeline.quota), timeline.calls) == expected
    assert answers(getattr(ratelimit, NAMES[kata])(timeline.quota), timeline.calls) == expected


@pytest.mark.parametrize("kata", ["leaky_bucket", "gcra"])
@settings(max_examples=70)
@given(data=st.data())
def test_all_buckets_grant_the_same_while_time_does_not_go_back(kata, data):
    kind = data.draw(st.sampled_from([inputs.EXACTLY_ODD, inputs.EXACTLY_VAST]))
    timeline = data.draw(drawn(partial(kind.timeline, oracle.TokenBucket), kind.length))[0]
    tokens = answers(solution("token_bucket")(timeline.quota), timeline.calls)
    assert answers(solution(kata)(timeline.quota), timeline.calls) == tokens
