"""Long timelines: what happens in them, and how often in a row."""

from collections import defaultdict
from itertools import groupby, pairwise

import pytest

from katas.grader.meter.long_runs import (
    BOUT,
    late_by_number,
    long_runs,
    long_runs_with_steps_back,
    looked_at_again,
    swings,
)
from katas.grader.meter.oracle import ALGORITHMS, Spec
from katas.grader.meter.small_scopes import every_timeline
from ratelimit import Quota


def kinds(oracle, timeline):
    """Yield what each take comes to, and its cost."""
    spec = Spec(oracle, timeline.quota)
    for call in timeline.calls:
        if call.name != "take":
            continue
        if not 1 <= call.cost <= spec.capacity:
            yield "error", call.cost
        elif spec.has_room(call.now, call.cost):
            spec.grant(call.now, call.cost)
            yield "granted", call.cost
        else:
            spec.refuse(call.now)
            yield "refused", call.cost


def most_in_a_row(oracle, timelines):
    most, costs = defaultdict(int), defaultdict(set)
    for timeline in timelines:
        for kind, run in groupby(kinds(oracle, timeline), key=lambda each: each[0]):
            its_costs = [cost for _, cost in run]
            most[kind] = max(most[kind], len(its_costs))
            costs[kind] |= set(its_costs)
    return most, {kind: len(found) for kind, found in costs.items()}


@pytest.mark.parametrize("oracle", ALGORITHMS.values(), ids=list(ALGORITHMS))
def test_grants_refusals_and_errors_come_in_bouts_of_costs_that_differ(oracle):
    bouts = next(iter(long_runs(oracle, ())))
    most, costs = most_in_a_row(oracle, [bouts])
    assert min(most["granted"], most["refused"], most["error"]) >= BOUT
    assert min(costs["granted"], costs["refused"]) >= BOUT / 2


def test_bouts_are_longer_than_a_number_of_the_file():
    oracle = next(iter(ALGORITHMS.values()))
    most, _ = most_in_a_row(oracle, [next(iter(long_runs(oracle, (999,))))])
    assert min(most["granted"], most["refused"], most["error"]) > 999


def test_many_calls_in_a_row_come_late():
    late, clock, most = 0, 0, 0
    for timeline in long_runs_with_steps_back():
        for call in timeline.calls:
            late = late + 1 if call.now < clock else 0
            clock, most = max(clock, call.now), max(most, late)
    assert most >= BOUT - 2


def test_the_tick_that_was_looked_at_last_before_a_take_is_the_first_after_it():
    (timeline,) = every_timeline(Quota(1, 8), 4, [1], (1,), ("level",))
    looks = [
        [call.now for call in run] for name, run in groupby(timeline.calls, lambda call: call.name) if name == "level"
    ]
    assert [after[0] for after in looks[1:]] == [before[-1] for before in looks[:-1]]


def test_what_is_held_rises_to_new_heights_after_most_has_left():
    timeline = swings((), ())
    live, heights = [], []
    for call in timeline.calls:
        live = [at for at in live if at > call.now - timeline.quota.period]
        if call.cost == 1:
            live.append(call.now)
        heights.append(len(live))
    assert max(heights) == 257
    falls = [before for before, after in pairwise(heights) if after < before / 2]
    assert len(falls) >= 6


@pytest.mark.parametrize("number", [256, 255, 257, 77])
def test_one_tick_is_looked_at_again_after_so_many_grants(number):
    timeline = looked_at_again((77,), ("level",))
    assert number in [len(list(run)) for name, run in groupby(timeline.calls, lambda call: call.name) if name == "take"]


def test_the_take_whose_number_is_a_power_of_two_or_the_files_is_late():
    takes = late_by_number((999,), ()).calls
    assert all(takes[number - 1].now < takes[0].now for number in (64, 1024, 4096, 999))
