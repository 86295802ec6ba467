"""Whoever counts in floats is found out, whatever the variant, by a wrong answer."""

import pytest

from katas.grader.profile import Profile
from katas.grader.verdict import Broken
from katas.interview.variants.catalogue import OFFERED
from katas.interview.variants.laws.asked import waits
from katas.interview.variants.laws.exact import exact
from katas.interview.variants.laws.ladder import rungs
from katas.interview.variants.twist import twists
from katas.interview.variants.variant import Variant
from tests.grading import trial_of
from tests.interview.variants.floats import cousins, estimate
from tests.interview.variants.judging import first_red, kata, red

BUCKETS = [variant for variant in OFFERED if variant.windows == "bucket"]
LARGE = ("times are floats", "nearly a token", "nearly a token, at each request", "a window by a division")


def wrong_answer(name, text, folder):
    """Return the level at which a limiter gives a wrong answer; it may neither crash nor answer with another type."""
    failed = first_red(name, text, folder)
    assert failed is not None, "it passes"
    assert failed.failure.message == ""
    return failed.name


@pytest.mark.sampled
@pytest.mark.parametrize("variant", OFFERED, ids=lambda variant: variant.name)
def test_a_limiter_with_floats_fails(variant, tmp_path):
    for what, text in cousins(variant).items():
        level = wrong_answer(variant.name, text, tmp_path)
        assert level == "everything" or "seconds" in what, what


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [f"{variant.name}+{twist}" for variant in OFFERED for twist in twists(variant)], ids=str
)
def test_a_limiter_with_floats_fails_after_a_twist_too(name, tmp_path):
    words, _, twist = name.partition("+")
    for what, text in cousins(Variant.of(words), twist).items():
        assert wrong_answer(name, text, tmp_path), what


@pytest.mark.slow
@pytest.mark.parametrize("variant", BUCKETS, ids=lambda variant: variant.name)
def test_floats_are_charged_once_in_a_twist_that_has_no_quota_of_its_own(variant, tmp_path):
    for twist in twists(variant):
        failed = red(f"{variant.name}+{twist}", cousins(variant, twist)["tokens"], tmp_path)
        assert failed == ["everything", *(["two windows"] if twist == "two windows" else [])]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bucket-yes", "bucket-burst-back-yes", "bucket-burst-costs-yes"])
def test_a_long_search_shows_floats_without_what_is_pinned(name, tmp_path, monkeypatch):
    monkeypatch.setattr("katas.interview.variants.laws.rung.exact", lambda *_: ())
    path, everything = tmp_path / "limiter.py", kata(name).levels[-1]
    for what, text in cousins(Variant.of(name)).items():
        if what not in LARGE:
            path.write_text(text)
            trial = trial_of(name, path)
            trial.profile = Profile(cases=1500, seed=1)
            with pytest.raises(Broken):
                everything.law(trial)


def test_a_timeline_found_by_floats_is_the_smallest_one(tmp_path):
    failed = first_red("bucket-burst-back-yes", cousins(Variant.of("bucket-burst-back-yes"))["tokens"], tmp_path)
    assert len(failed.failure.rows) <= 4
    assert not {row.now for row in failed.failure.rows} - set(range(100))


@pytest.mark.parametrize("variant", OFFERED, ids=lambda variant: variant.name)
def test_all_that_is_pinned_for_floats_belongs_to_the_last_level(variant):
    everything = rungs(variant)[-1]
    pinned = list(exact(variant, everything.features))
    assert len(pinned) >= 15
    assert set(pinned) <= set(everything.timelines(variant, Profile()))


@pytest.mark.parametrize("variant", BUCKETS, ids=lambda variant: variant.name)
def test_parts_that_are_pinned_add_up_to_a_whole_at_the_last_request(variant):
    for timeline in exact(variant, frozenset()):
        if timeline.quota.period < 1000:
            assert waits(variant, timeline)[-1] == 0, str(timeline)


@pytest.mark.parametrize("name", [variant.name for variant in OFFERED if variant.windows == "sliding"][:6])
def test_an_estimate_is_no_log(name, tmp_path):
    assert wrong_answer(name, estimate(Variant.of(name)), tmp_path) in ("limit", "clients", "windows", "edge")
