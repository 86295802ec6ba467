from pathlib import Path

import pytest

from katas.grader.run.process import Order, grade, play
from katas.grader.timeline import Timeline
from katas.interview.variants.card import card_of
from katas.interview.variants.catalogue import OFFERED, neighbours
from katas.interview.variants.kata import kata_of
from katas.interview.variants.starter import stub
from katas.interview.variants.twist import twists
from katas.interview.variants.variant import Variant
from tests.interview.variants.judging import first_red, points, red
from tests.interview.variants.solutions import solution

LEVEL = {"back": "clock", "tiers": "plans", "answer": "limit"}  # where it is not called as the knob
MORE = ("burst", "costs", "back", "tiers")  # what is right with one of these is right without it

every_variant = [pytest.mark.sampled, pytest.mark.parametrize("variant", OFFERED, ids=lambda variant: variant.name)]


def of_every_variant(test):
    for mark in every_variant:
        test = mark(test)
    return test


@of_every_variant
def test_a_right_solution_passes(variant, tmp_path):
    assert points(variant.name, solution(variant), tmp_path) == 100


@of_every_variant
def test_a_right_solution_of_a_neighbour_fails_at_the_level_that_tells_them_apart(variant, tmp_path):
    for knob, some in neighbours(variant).items():
        for other in some:
            failed = first_red(variant.name, solution(other), tmp_path)
            if knob in MORE and getattr(other, knob):
                assert failed is None, other.name
            else:
                assert failed is not None, other.name
                assert failed.name == LEVEL.get(knob, knob), other.name


@of_every_variant
def test_points_sum_to_a_hundred_with_a_twist_and_without(variant):
    for name in (variant.name, *(f"{variant.name}+{twist}" for twist in twists(variant))):
        assert sum(level.points for level in kata_of(name).levels) == 100


@of_every_variant
def test_what_is_not_written_yet_gets_a_friendly_card(variant, tmp_path):
    failed = first_red(variant.name, stub(variant), tmp_path)
    assert failed is not None
    assert failed.failure.kind == "not started"
    assert failed.failure.message == "__init__() raises NotImplementedError."


def test_it_is_graded_in_a_process_of_its_own(tmp_path):
    path = tmp_path / "limiter.py"
    path.write_text(solution(Variant.of("sliding-refusals-wait")))
    kata = kata_of("sliding-wait")
    report = grade(kata, Order(str(path)))
    assert [result.name for result in report.results if result.verdict == "failed"] == ["refusals"]
    assert report.points == 56
    shown = card_of(kata, report)
    assert "Smallest timeline found (3 calls)" in shown
    assert "pytest" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_pass_is_told_in_two_lines(tmp_path):
    path = tmp_path / "limiter.py"
    path.write_text(solution(Variant.of("bucket-yes")))
    kata = kata_of("bucket-yes")
    first, second = card_of(kata, grade(kata, Order(str(path)))).splitlines()
    assert first.split()[:2] == ["bucket-yes", "100/100"]
    assert second.startswith("Checked: ")


def test_a_timeline_is_played_right_or_wrong(tmp_path):
    path = tmp_path / "limiter.py"
    path.write_text(solution(Variant.of("sliding-wait")))
    timeline = Timeline.parse("2/8: take(0, ann) take(1, ann) take(2, ann) take(2, bob)")
    assert play(kata_of("grid-wait"), Order(str(path)), timeline) == ([0, 0, 6, 0], "")


def test_the_same_file_gets_the_same_card_twice(tmp_path):
    text = solution(Variant.of("first-wait"))
    one, other = (first_red("sliding-wait", text, tmp_path) for _ in range(2))
    assert one.failure == other.failure


@pytest.mark.parametrize(
    ("name", "replaced", "by", "level"),
    {
        "one state for all clients": ("sliding-yes", "self.clients.get(client)", "self.clients.get(0)", "clients"),
        "an answer that is no bool": ("sliding-yes", "return granted", "return int(granted)", "limit"),
        "a wait that is no int": ("sliding-wait", "return 0 if granted", "return 0.0 if granted", "limit"),
        "a wait that is a tick too long": ("grid-wait", "* quota.period + 0", "* quota.period + 1", "wait"),
        "a cost above the limit": ("grid-costs-yes", "raise ValueError", "return False; raise", "costs"),
        "a part of a cost": ("first-costs-wait", "granted = all(", "granted = cost > 1 or all(", "costs"),
    }.values(),
    ids=str,
)
def test_a_mistake_fails_at_its_level(name, replaced, by, level, tmp_path):
    text = solution(Variant.of(name))
    if "clients" in replaced:
        text = text.replace("self.clients[client]", "self.clients[0]")
    assert replaced in text
    assert first_red(name, text.replace(replaced, by), tmp_path).name == level


def test_a_card_tells_no_law_that_the_candidate_may_still_ask_for(tmp_path):
    path = tmp_path / "limiter.py"
    kata = kata_of("sliding-refusals-after-wait")
    for every in (False, True):
        path.write_text(stub(Variant.of("sliding-refusals-after-wait")))
        shown = card_of(kata, grade(kata, Order(str(path), every=every)), why=True)
        assert kata.levels[0].sentence.split()[:5] == ["as", "many", "at", "once", "as"]
        assert "as many at once" in shown
        assert "refused requests count" not in shown
        assert "exactly one period" not in shown
        assert "README" not in shown


def test_what_another_server_does_is_told_in_words(tmp_path):
    text = solution(Variant.of("sliding-yes"), "servers")
    lost = first_red("sliding-yes+servers", text.replace("old, states):", "old, states) or True:"), tmp_path)
    assert lost.failure.message == "between: another server's call, after the next call has read the store."
    apart = first_red("sliding-yes+servers", text.replace("if self.store is None:", "if True:"), tmp_path)
    assert apart.failure.message == "other: another server's call, with the same store."


def test_a_refund_that_gave_nothing_back_is_not_told_as_one(tmp_path):
    text = solution(Variant.of("sliding-yes"), "refund").replace("at, cost = self.last.pop(client, (0, 0))", "return")
    failed = first_red("sliding-yes+refund", text, tmp_path)
    (row,) = [row for row in failed.failure.rows if row.call.startswith("refund")]
    assert (row.expected, row.yours) == ("called", "called")


def test_a_replayed_timeline_shows_each_answer(tmp_path):
    path = tmp_path / "limiter.py"
    path.write_text(solution(Variant.of("first-wait")))
    report = grade(kata_of("first-wait"), Order(str(path), replay="2/8: take(1, ann) take(2, ann) take(3, ann)"))
    assert [row.yours for row in report.rows] == ["granted", "granted", "wait 6"]
    strange = grade(kata_of("first-wait"), Order(str(path), replay="2/8: allow(1, ann)"))
    assert strange.replayed.message == "That timeline does not fit this kata: its calls are take, got allow."


def test_what_outlives_a_limiter_is_named(tmp_path):
    text = solution(Variant.of("grid-yes")).replace("self.clients = {}", "self.clients = EVERYBODY")
    failed = first_red("grid-yes", f"EVERYBODY = {{}}\n{text}", tmp_path)
    assert failed.failure.message.endswith("Does something outlive the object?")


def test_a_kata_of_no_variant_is_refused():
    with pytest.raises(ValueError, match="got sideways-yes"):
        kata_of("sideways-yes")
    with pytest.raises(ValueError, match="the twists of grid-back-yes are plans, two windows, refund; got servers"):
        kata_of("grid-back-yes+servers")


ALL_FIT = "granted = all(fits(quota, state, now, cost) for quota, state in zip(quotas, states))"
FIRST_COME = """granted = True
        for place, quota in enumerate(ORDER(quotas)):
            place = quotas.index(quota)
            granted = granted and fits(quota, states[place], now, cost)
            if granted:
                states = (*states[:place], spend(quota, states[place], now, cost), *states[place + 1 :])
        self.clients[client] = states
        return granted"""


@pytest.mark.parametrize("windows", ["grid", "first", "sliding", "bucket"])
@pytest.mark.parametrize(
    ("twist", "replaced", "by"),
    [
        ("two windows", ALL_FIT, FIRST_COME.replace("ORDER", "")),
        ("two windows", ALL_FIT, FIRST_COME.replace("ORDER", "reversed")),
        ("refund", "self.last.pop(", "self.last.get("),
        ("refund", "at, cost = self.last.pop(client, (0, 0))", "at, cost = self.last.pop(client, (now, 1))"),
        ("servers", "(client, old, states):", "(client, old, states) or True:"),
        ("servers", "if self.store is None:", "if True:"),
        ("plans", "self.plans.get(plan, quota)", "max([quota, *self.plans.values()], key=lambda q: q.limit)"),
    ],
)
def test_a_mistake_in_a_twist_fails_at_its_level_alone(windows, twist, replaced, by, tmp_path):
    text = solution(Variant(windows), twist)
    assert replaced in text
    assert red(f"{windows}-yes+{twist}", text.replace(replaced, by), tmp_path) == [twist]


@pytest.mark.sampled(9)
@pytest.mark.parametrize(
    "name", [f"{variant.name}+{twist}" for variant in OFFERED for twist in twists(variant)], ids=str
)
def test_a_twist_is_passed_by_what_is_right_and_failed_by_what_was(name, tmp_path: Path):
    words, _, twist = name.partition("+")
    variant = Variant.of(words)
    assert points(name, solution(variant, twist), tmp_path) == 100
    assert red(name, solution(variant), tmp_path) == [twist]
