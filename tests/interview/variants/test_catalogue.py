from itertools import product
from typing import get_args

import pytest

from katas.grader.timeline import Call, Limit, Timeline
from katas.interview.variants.catalogue import OFFERED, neighbours
from katas.interview.variants.laws.asked import plans_of, quotas_of
from katas.interview.variants.model import Model
from katas.interview.variants.starter import stub
from katas.interview.variants.variant import Variant, Windows
from ratelimit import Quota

MOST = 6  # calls
# Each telling timeline that is searched for, the likeliest first.
SCOPES = [
    (quota, length, gaps, costs)
    for length in (2, 3, 4, 5)
    for quota in (Quota(1, 4), Quota(2, 4), Quota(1, 4, 2), Quota(3, 6))
    for gaps, costs in (((0, 1, 3, 4, 5), (1,)), ((0, 1, 3, 4), (1, 2)), ((0, 4, -3), (1,)))
]


def told_apart(one, other):
    """Return a timeline that two variants answer differently."""
    for quota, length, gaps, costs in SCOPES:
        for plans in ((), (Limit(Quota(quota.limit + 1, quota.period), "Pro"),)):
            for steps in product(product(gaps, costs), repeat=length):
                now, calls = 0, []
                for gap, cost in steps:
                    now = max(0, now + gap)
                    calls.append(Call(one.method, now, cost, "ann, Pro" if plans else "ann"))
                timeline = Timeline(quota, tuple(calls)).under((Limit(quota), *plans))
                if answers(one, timeline) != answers(other, timeline):
                    return timeline
    return None


def answers(variant, timeline):
    """Return what a variant answers as a model that knows nothing else."""
    model, found = Model(variant, quotas_of(timeline), plans_of(timeline)), []
    for call in timeline.calls:
        client, _, plan = call.key.partition(", ")
        try:
            found.append(model.take(call.now, client, call.cost, plan))
        except ValueError:
            found.append(None)
    return found


def test_about_forty_variants_are_offered_each_once():
    assert len(OFFERED) == len(set(OFFERED))
    assert 38 <= len(OFFERED) <= 45


def test_each_kind_of_windows_and_each_knob_is_offered_both_ways():
    assert {variant.windows for variant in OFFERED} == set(get_args(Windows))
    for knob in Variant._fields[1:]:
        assert len({getattr(variant, knob) for variant in OFFERED}) == 2, knob


def test_a_name_means_its_variant():
    for variant in OFFERED:
        assert Variant.of(variant.name) == variant


@pytest.mark.parametrize(
    "name", ["sliding", "yes", "grid-burst-yes", "bucket-after-yes", "grid-refusals-wait", "x-yes"]
)
def test_a_name_of_no_variant_is_refused(name):
    with pytest.raises(ValueError, match=f"sliding-refusals-after-yes, got {name}"):
        Variant.of(name)


@pytest.mark.sampled
@pytest.mark.parametrize("variant", OFFERED, ids=lambda variant: variant.name)
def test_each_neighbour_is_told_apart_by_at_most_six_calls(variant):
    for knob, some in neighbours(variant).items():
        for other in some if knob != "answer" else ():
            timeline = told_apart(variant, other)
            assert timeline is not None, (variant.name, other.name)
            assert len(timeline.calls) <= MOST


def test_those_that_differ_in_what_must_be_asked_begin_with_the_same_file():
    for variant in OFFERED:
        for knob in ("windows", "edge", "refusals", "burst", "back"):
            for other in neighbours(variant).get(knob, ()):
                assert stub(other) == stub(variant)
