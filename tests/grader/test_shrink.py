"""The timeline on a card is the smallest: nothing can be left out or made smaller, and it shows the same mistake."""

import random

import pytest

from katas.grader.shrink import UNSTEADY, Terms, shrunk
from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Broken, Failure
from tests.grading import ROOT, report_of_level, trial_of

WRONG = (  # the level that fails, and what it shows
    ("token_bucket", "drops_fractions_at_grants", "refill", "1/8 burst 2: take(0) take(2) take(9)"),
    ("token_bucket", "level_overfills", "level", "1/8: level(8)"),
    ("token_bucket", "partial_grant", "refusal", "1/8: take(0) take(1) take(1)"),
    ("fixed_window", "misses_the_window_exactly_a_period_later", "windows", "1/8: take(1) take(9)"),
    ("fixed_window", "wait_wraps_at_32_bits", "exact", "1/4294967296: take(0) take(0)"),
    ("sliding_log", "late_raises", "clock", "1/8: take(1) take(0)"),
    ("keyed_limiter", "drops_what_it_just_used", "remember", "TokenBucket 1/8: allow(0, ann) allow(8, ann)"),
    ("composite_limits", "takes_in_turn", "nothing", "TokenBucket 2/16 + TokenBucket 1/8: take(0) take(0)"),
    ("composite_limits", "level_by_take", "level", "TokenBucket 1/8: level(0)"),
)
STUB = ROOT / "katas" / "token_bucket" / "token_bucket.py"


@pytest.mark.parametrize(("kata", "name", "level", "shown"), WRONG)
def test_a_mistake_is_shown_by_its_smallest_timeline(kata, name, level, shown):
    report = report_of_level(kata, ROOT / "tests" / "bank" / kata / "wrong" / f"{name}.py", level)
    assert report.first_failed.failure.timeline == shown


@pytest.mark.parametrize(
    ("kata", "name", "level", "shown"), [each for each in WRONG if each[0] not in ("keyed_limiter", "composite_limits")]
)
def test_no_call_of_it_can_be_left_out_and_none_come_earlier(kata, name, level, shown):
    trial = trial_of(kata, ROOT / "tests" / "bank" / kata / "wrong" / f"{name}.py")
    quota, calls, *_ = found = Timeline.parse(shown)
    fewer = [calls[:n] + calls[n + 1 :] for n in range(len(calls)) if len(calls) > 1]
    earlier = [(*calls[:n], call._replace(now=call.now - 1), *calls[n + 1 :]) for n, call in enumerate(calls)]
    for each in (each for each in fewer + earlier if all(call.now >= 0 for call in each)):
        smaller = Timeline(quota, each)
        does_more = not trial.traits(smaller) <= trial.traits(found)
        assert does_more or follows(trial, smaller, waits=level not in ("refill", "windows")), smaller


def follows(trial, timeline, **asked):
    """Return whether a submission answers a timeline rightly."""
    try:
        trial.follow(timeline, **asked)
    except Broken:
        return False
    return True


def searched(timeline, wrong, **terms):
    """Shrink a timeline for something that is wrong in this way."""
    asked = []

    def put(timeline):
        asked.append(timeline)
        if wrong(timeline):
            raise Broken(Failure("answer", timeline=str(timeline)))

    found = shrunk(Failure("answer", timeline=timeline), put, lambda: None, Terms(lambda _: True, **terms))
    return found, asked


def test_a_friendly_period_is_preferred_to_a_smaller_one():
    assert searched("3/7: take(5) take(9)", lambda _: True)[0].timeline == "1/8: take(0)"


def test_a_number_that_matters_is_the_smallest():
    found, _ = searched("7/60000000000: take(7654321987654)", lambda timeline: timeline.calls[0].now > 2**33)
    assert found.timeline == f"1/8: take({2**33 + 1})"


def test_numbers_keep_what_divides_them_all_where_that_is_asked():
    found, _ = searched(
        "2/128000000: take(64000000) take(192000000)",
        lambda timeline: timeline.calls[-1].now > 100_000_001,
        unit=64_000_000,
        whole=True,
    )
    assert found.timeline == "1/64000000: take(128000000)"


def test_limits_that_do_not_matter_are_left_out_and_the_others_become_plainer():
    text = "GCRA 3/24 burst 7 + FixedWindow 5/997 + SlidingLog 2/8: take(3) take(9)"
    found, _ = searched(text, lambda timeline: any(limit.quota.limit > 3 for limit in timeline.limits))
    assert found.timeline == "TokenBucket 4/32 burst 1: take(0)"
    found, _ = searched(text, lambda timeline: len(timeline.limits) > 1)
    assert found.timeline == "TokenBucket 1/8 + TokenBucket 1/8: take(0)"


def test_the_number_of_tries_is_bounded():
    long = f"100/{10**12}: {' '.join(f'take({n * n})' for n in range(30))}"
    draw = random.Random(1)  # noqa: S311  whatever it answers
    _, asked = searched(long, lambda timeline: str(timeline) == long or draw.random() < 0.3, tries=200)
    assert len(asked) <= 200


def test_one_that_hangs_on_a_smaller_timeline_is_asked_no_further():
    asked = []

    def put(timeline):
        asked.append(timeline)
        if len(timeline.calls) < 3:
            raise Abort(Failure("hang"))
        raise Broken(Failure("answer", timeline=str(timeline)))

    text = "1/8: take(0) take(0) take(0)"
    found = shrunk(Failure("answer", timeline=text), put, lambda: None, Terms(lambda _: True))
    assert (found.kind, found.timeline, len(asked)) == ("answer", text, 2)


def test_one_that_fails_once_and_then_not_is_named_for_that():
    found, asked = searched("1/8: take(0) take(0)", lambda _: False)
    assert (found.timeline, found.message, len(asked)) == ("1/8: take(0) take(0)", UNSTEADY, 1)


def test_what_outlives_an_object_is_named(tmp_path):
    path = tmp_path / "token_bucket.py"
    path.write_text("""
class TokenBucket:
    spent = []

    def __init__(self, quota):
        self.quota = quota

    def take(self, now, cost=1):
        if len(self.spent) >= self.quota.burst:
            return 1
        self.spent.append(now)
        return 0
""")
    assert "outlive" in report_of_level("token_bucket", path, "burst").first_failed.failure.message


def test_another_way_to_fail_is_not_followed():
    def put(timeline):
        if len(timeline.calls) == 3:
            raise Broken(Failure("answer", timeline=str(timeline)))
        raise Broken(Failure("crash", "take() raises KeyError: 3", timeline=str(timeline)))

    failure = Failure("answer", timeline="1/8: take(9) take(9) take(9)")
    found = shrunk(failure, put, lambda: None, Terms(lambda _: True))
    assert found.timeline == "1/8: take(0) take(0) take(0)"


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("1/8: take(0) take(4)", set()),
        ("1/8: take(0) take(8)", {"edge"}),
        ("1/8: take(9) take(3)", {"back"}),
        ("1/8: take(0) take(1) take(2)", {"after a refusal"}),
        ("2/16: take(0, 3)", {"impossible"}),
        ("3/10 burst 2: take(0)", {"odd", "burst"}),
    ],
)
def test_levels_are_told_apart_by_what_a_timeline_does(text, traits):
    trial = trial_of("token_bucket", STUB)
    assert trial.traits(Timeline.parse(text)) == traits


def test_a_smaller_timeline_may_do_no_more_than_the_one_found():
    allows = trial_of("token_bucket", STUB).terms(Timeline.parse("2/16: take(3) take(20)")).allows
    assert allows(Timeline.parse("1/8: take(0) take(9)"))
    assert not allows(Timeline.parse("1/8: take(0) take(8)"))
    assert not allows(Timeline.parse("1/10: take(0) take(20)"))
