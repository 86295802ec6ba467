"""A kata can spare a level: its timelines are those that the level's rule does not touch."""

import pytest

from katas.grader.profile import Profile
from katas.interview.variants.kata import kata_of
from katas.interview.variants.laws.ladder import rungs, spare
from katas.interview.variants.laws.rung import SPARED_FEATURES, SPARED_KNOBS, features_of
from katas.interview.variants.variant import Variant
from tests.interview.variants.judging import red
from tests.interview.variants.solutions import solution

# Variants, a level that is spared, and one that is right but for that level's rule.
OTHERS = [
    ("sliding-yes", "edge", "sliding-after-yes"),
    ("sliding-wait", "edge", "sliding-after-wait"),
    ("sliding-costs-yes", "refusals", "sliding-refusals-costs-yes"),
    ("grid-costs-yes", "windows", "sliding-costs-yes"),
    ("bucket-burst-yes", "windows", "sliding-yes"),
]


def names(name):
    return [level.name for level in kata_of(name).levels]


def test_it_has_the_levels_after_the_spared_one_whose_rules_decide_something_there():
    assert names("sliding-costs-wait~edge") == ["costs", "refusals", "everything"]
    assert names("sliding-costs-wait~windows") == ["costs", "everything"]
    assert names("bucket-burst-costs-yes~windows") == ["costs", "everything"]
    assert names("sliding-yes+refund~refusals") == ["everything", "refund"]


@pytest.mark.parametrize(
    "name", ["sliding-yes~limit", "sliding-yes~everything", "bucket-yes~edge", "sliding-yes~burst"]
)
def test_what_no_timeline_leaves_alone_is_not_spared(name):
    with pytest.raises(ValueError, match=f"nothing is left without {name.partition('~')[2]}"):
        kata_of(name)


@pytest.mark.parametrize(("name", "level", "other"), OTHERS[:2] + OTHERS[3:4])
def test_who_has_only_that_rule_wrong_is_right_there(name, level, other, tmp_path):
    wrong = solution(Variant.of(other))
    if other == "sliding-yes":
        wrong = wrong.replace("quota.limit", "quota.burst")
    assert level in red(name, wrong, tmp_path)
    assert red(f"{name}~{level}", wrong, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "level"), [(name, level) for name, level, _ in OTHERS])
def test_a_right_limiter_is_right_there_and_a_second_mistake_shows(name, level, tmp_path):
    right = solution(Variant.of(name))
    assert red(f"{name}~{level}", right, tmp_path) == []
    wrong = right.replace("granted = all(fits", "granted = now % 7 != 3 and all(fits")
    assert wrong != right
    assert red(f"{name}~{level}", wrong, tmp_path)


@pytest.mark.parametrize("level", [*SPARED_FEATURES])
def test_a_feature_that_is_spared_is_in_no_timeline(level):
    name = {"burst": "bucket-burst-yes", "plans": "bucket-tiers-yes", "clock": "grid-back-yes"}.get(
        level, "grid-costs-yes"
    )
    variant = Variant.of(name)
    for rung in spare(variant, rungs(variant), level):
        assert not rung.waits
        timelines = rung.timelines(variant, Profile())
        assert len(timelines) > 20
        assert all(SPARED_FEATURES[level] not in features_of(variant, timeline) for timeline in timelines)


def test_no_rule_is_spared_that_has_no_level():
    levels = {
        rung.name for name in ("sliding-costs-tiers-wait", "bucket-burst-back-yes") for rung in rungs(Variant.of(name))
    }
    assert {*SPARED_FEATURES, *SPARED_KNOBS} <= levels
