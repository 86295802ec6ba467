"""What several limits are judged by: what they answer, and what their members are asked, by every kind of composite."""

import copy
import pickle
import re
from functools import partial
from itertools import islice

import pytest

import ratelimit
from katas.grader.composite import crowds, inputs, small_scopes, widths
from katas.grader.composite.contract import Judged
from katas.grader.composite.members import Asked, Lookalike, Member, Unhashable
from katas.grader.composite.spec import CompositeSpec
from katas.grader.fuzz import sample
from katas.grader.guard import Guard
from katas.grader.kata import ROOT, load_kata
from katas.grader.meter.oracle import ALGORITHMS, Spec
from katas.grader.run.grading import failure_of
from katas.grader.run.loading import load
from katas.grader.timeline import Limit, Timeline
from katas.grader.verdict import Broken
from ratelimit import Quota
from tests.grading import failure_of_changed, grade, trial_of

KATA = load_kata("composite_limits")
LAWS = {level.name: level.law for level in KATA.levels}
BANK = ROOT / "tests" / "bank" / "composite_limits" / "wrong"
LOOK = "        self.clock = max(now, self.clock)\n"
SPEND = "        for meter in self.meters:\n            meter.take(self.clock, cost)\n"
trial_of = partial(trial_of, KATA.name, cases=20)
PAIR = "TokenBucket 2/16 + TokenBucket 1/64"


@pytest.fixture
def judged(tmp_path):
    """A function that judges the solution with some text replaced."""
    return partial(failure_of_changed, KATA, KATA.parse, tmp_path)


def followed(text, **judged):
    """Return a law that puts one timeline; the failure that it raises is not made smaller."""
    return lambda trial: trial.follow(Timeline.parse(text), **judged)


def test_of_one_limit_the_specification_is_that_of_a_meter():
    for limits in inputs.MIXED[::5]:
        for limit in limits:
            spec, alone = CompositeSpec([limit]), Spec(ALGORITHMS[limit.algorithm], limit.quota)
            for now in range(0, 200, 3):
                assert spec.level(now) == alone.level(now)
                wait = alone.wait(now, 1)
                assert spec.take(now) == wait
                (alone.refuse(now) if wait else alone.grant(now, 1))


def test_the_solution_over_the_librarys_meters_agrees_with_the_specification():
    solution = load(KATA, str(KATA.solution), Guard(print))
    for timeline in sample(inputs.ANY.timeline, inputs.ANY.length, 400):
        spec = CompositeSpec(timeline.limits)
        composite = solution([getattr(ratelimit, limit.algorithm)(limit.quota) for limit in timeline.limits])
        for call in timeline.calls:
            if call.name == "level":
                assert composite.level(call.now) == spec.level(call.now)
            elif 1 <= call.cost <= spec.capacity:
                assert composite.take(call.now, call.cost) == spec.take(call.now, call.cost)
            else:
                with pytest.raises(ValueError, match="cost"):
                    composite.take(call.now, call.cost)


def test_a_member_notes_what_it_is_asked_and_what_came_of_it():
    asked = []
    member = Member(3, Limit(Quota(2, 16), "TokenBucket"), asked)
    assert [member.take(0), member.level(0), member.take(1, 2)] == [0, (1, 8), 7]
    with pytest.raises(ValueError, match="cost must be between 1 and 2, got 3"):
        member.take(2, 3)
    assert asked == [
        Asked(3, "take", 0, 1, "spent"),
        Asked(3, "level", 0, 1),
        Asked(3, "take", 1, 2, "refused"),
        Asked(3, "take", 2, 3, "raised"),
    ]


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_member_is_not_copied(way):
    with pytest.raises(TypeError, match="can't be copied"):
        way(Member(0, Limit(Quota(1, 8)), []))


@pytest.mark.parametrize("name", ["quota", "refund", "spec", "_meter", "__dict__", "capacity"])
def test_of_a_member_nothing_is_known_but_take_and_level(name):
    member = Member(0, Limit(Quota(1, 8)), [])
    with pytest.raises(AttributeError, match="take and level"):
        getattr(member, name)
    with pytest.raises(AttributeError):
        setattr(member, name, 1)


def test_a_member_is_asked_in_whole_numbers():
    member = Member(0, Limit(Quota(1, 8)), [])
    with pytest.raises(TypeError, match=re.escape("now is an int, got 1.0")):
        member.level(1.0)
    with pytest.raises(TypeError, match="now is 0 or more, got -1"):
        member.take(-1)
    with pytest.raises(TypeError, match="cost is an int, got True"):
        member.take(0, True)  # noqa: FBT003  no number


def test_what_is_spent_for_a_moment_shows_though_all_answers_are_right():
    failure = failure_of(followed(f"{PAIR}: take(0) take(0)"), trial_of(BANK / "takes_in_turn_and_refunds.py"))
    assert failure.message == "Spent for a moment at least: member 0 spends 1 at 0, but member 1 refuses."
    assert failure.rows[-1][2:] == ("wait 64, 1 binds", "wait 64, 1 binds; 0 spends 1")


def test_a_right_answer_after_a_question_behind_the_clock_is_wrong(judged):
    early = "        self.meters[0].level(now)\n"
    failure = judged(followed(f"{PAIR}: take(8) take(0)", asks=False), (LOOK, LOOK + early))
    assert failure.message == "Asked behind the clock, which stands at 8: member 0 is asked about 0, with level()."
    failure = judged(followed(f"{PAIR}: take(0)", asks=False), (LOOK, LOOK + early.replace("now", "now + 1")))
    assert (
        failure.message == "Asked at two times in one take, not only about 0: member 0 is asked about 1, with level()."
    )


def test_a_call_that_raises_has_asked_nobody_to_take(judged):
    check = "        if not 1 <= cost <= self.most:"
    asks = "        if 1 <= cost <= 2:\n            self.meters[0].level(now)\n"
    takes = asks.replace("level(now)", "take(now, cost)")
    law = followed("TokenBucket 2/16 + TokenBucket 1/64: take(0, 2)")
    assert judged(law, (check, takes + check)).message == "An error leaves no trace: member 0 spends 2 at 0."
    assert judged(law, (check, asks + check)) is None


def test_level_may_ask_for_no_take(judged):
    looks = "        levels = self._levels(max(now, self.clock))\n"
    law = followed(f"{PAIR}: level(0)")
    failure = judged(law, (looks, looks + "        self.meters[1].take(now)\n"))
    assert failure.message == "Level only looks: member 1 spends 1 at 0."


def test_three_questions_are_allowed_and_four_are_not(judged):
    law = followed("TokenBucket 1/8: take(0)")
    assert judged(law) is None
    failure = judged(law, (LOOK, LOOK + "        self.meters[0].level(self.clock)\n"))
    assert failure.message == "Asked too often: member 0 is asked 4 times in one take. 3 times are enough."


def test_each_spends_all_of_the_cost(judged):
    failure = judged(followed("TokenBucket 2/16: take(0, 2)"), (SPEND, SPEND.replace("cost)", "1)")))
    assert failure.message == "All grant, so each spends all of the cost: member 0 spends 1 of 2."


@pytest.mark.parametrize(("binding", "said"), [("True", "True"), ("'0'", "'0'"), ("0.0", "0.0")])
def test_binding_is_an_int_by_type(judged, binding, said):
    set_late = ("        return 0\n", f"        self.binding = {binding}\n        return 0\n")
    assert judged(followed("TokenBucket 1/8: take(0)"), set_late).message.startswith(
        f"binding is {said}; it is the index"
    )


def test_of_equal_waits_the_first_binds_also_if_a_later_one_holds_less(judged):
    sizes = ("self.most = min", "self.sizes = [m.level(0).remaining for m in meters]\n        self.most = min")
    for first in ("-self.sizes[n]", "self.sizes[n]"):
        change = ("key=lambda n: waits[n]", f"key=lambda n: (waits[n], {first})")
        failure = judged(LAWS["binding"], sizes, change)
        assert failure.kind == "answer"
        assert failure.timeline.endswith("take(0, 2) take(0, 2)")


@pytest.mark.parametrize("law", ["together", "nothing"])
def test_what_composites_share_shows_at_once(judged, law):
    shared = ("        self.meters = list(meters)\n", "        self.meters = KEPT\n        KEPT.extend(meters)\n")
    failure = judged(LAWS[law], shared, ("\n\nclass Comp", "\n\nKEPT: list = []\n\n\nclass Comp"))
    assert failure.kind == "answer"


@pytest.mark.parametrize("watch", ["time.monotonic()", "time.time()"])
def test_a_watch_of_its_own_jumps(judged, watch):
    idle = f"        if {watch} - self.used > 60:\n            self.clock = 0\n        self.used = {watch}\n"
    changes = (
        (LOOK, idle + LOOK),
        ("        self.clock = 0  #", f"        self.used = {watch}\n        self.clock = 0  #"),
        ("from collections.abc", "import time\nfrom collections.abc"),
    )
    assert judged(LAWS["clock"], *changes).kind == "answer"


@pytest.mark.parametrize("number", ["3_000", "2**40", "17"])
def test_numbers_of_the_code_are_crossed(judged, number):
    short = f"        return waits[self.binding] if waits[self.binding] <= {number} else {number}\n"
    failure = judged(LAWS["order"], ("            return waits[self.binding]\n", f"    {short}"))
    assert failure.kind == "answer"


@pytest.mark.slow
def test_more_limits_than_a_number_of_the_code_are_tried(judged):
    for most in (33, 150):
        failure = judged(LAWS["order"], ("self.meters = list(meters)", f"self.meters = list(meters)[:{most}]"))
        assert failure.kind == "answer"


def decided(timeline):
    """Who decides each take that is no error, and whether it is granted."""
    spec, found = CompositeSpec(timeline.limits), []
    for call in timeline.calls:
        if call.name == "take" and call.cost <= spec.capacity:
            wait = spec.take(call.now, call.cost)
            waits = [member.wait(call.now, call.cost) for member in spec.members]
            levels = [(left, -reset) for left, reset in (member.level(call.now) for member in spec.members)]
            rank = [-each for each in waits] if wait else levels
            found.append((wait == 0, tuple(place for place, each in enumerate(rank) if each == min(rank))))
    return found


def test_on_a_staircase_each_step_decides_what_is_granted_and_then_what_is_refused():
    steps = [(3,), (0, 4), (1, 2, 5)]
    assert decided(crowds.staircase(7, steps)) == [(granted, places) for places in steps for granted in (True, False)]


def test_of_two_dozen_limits_each_decides_alone_and_in_a_tie():
    alone, ties = (decided(timeline) for timeline in [*crowds.crowds(())][:2])
    assert {places for _, places in alone} == {(place,) for place in range(24)}
    assert {place for _, places in ties for place in places} == set(range(24))
    assert any(str(one) > str(other) for _, (one, other) in ties)


def test_around_a_number_the_places_before_at_and_after_it_decide():
    for number in (3, 10, 127, 257):
        places = {places for _, places in decided(crowds.staircase(number + 3, crowds.around(number)))}
        assert {(number,), (number - 1, number + 2), (number + 1,)} <= places


def test_in_a_narrow_timeline_the_last_decides_and_the_first_would_be_next():
    for timeline in crowds.narrow(30):
        assert {places for _, places in decided(timeline)} == {(29,)}
        without = timeline.under(timeline.limits[:-1])
        assert decided(without)[0] == (True, (0,))


@pytest.mark.parametrize("kind", [Lookalike, Unhashable])
def test_a_lookalike_equals_any_other_and_is_false(kind):
    one, other = kind(0, Limit(Quota(1, 8)), []), kind(1, Limit(Quota(2, 16)), [])
    assert one == other
    assert not one
    assert len(one) == 0
    assert one.take(0) == 0
    assert other.level(0) == (2, 0)
    if kind is Unhashable:
        with pytest.raises(TypeError, match="unhashable"):
            hash(one)
    else:
        assert len({one, other}) == 1


@pytest.mark.parametrize("name", ["binding_by_list_index", "meters_that_are_true"])
def test_what_is_wrong_among_lookalikes_only_is_told_so(name):
    trial = trial_of(BANK / f"{name}.py")
    assert failure_of(partial(small_scopes.every_small_scope, binding=True), trial) is None
    failure = failure_of(partial(small_scopes.among_lookalikes, binding=True), trial)
    assert "Only among meters that compare equal" in failure.message


def test_what_is_wrong_among_any_meters_is_not_told_of_lookalikes():
    failure = failure_of(partial(small_scopes.among_lookalikes, moments=True), trial_of(BANK / "takes_in_turn.py"))
    assert "equal" not in failure.message


def test_the_solution_is_right_in_every_small_scope():
    trial = trial_of(KATA.solution)
    law = partial(small_scopes.every_small_scope, sets=small_scopes.PAIRS[:8], **dict.fromkeys(Judged._fields, True))
    assert failure_of(law, trial) is None
    assert trial.counts["timelines"] == 8 * (2 * 2) * (3 * 2) ** 2


def test_small_scopes_have_each_pair_of_algorithms_in_both_orders():
    pairs = {tuple(limit.algorithm for limit in limits) for limits in small_scopes.PAIRS}
    assert pairs == {(one, other) for one in ALGORITHMS for other in ALGORITHMS}


def test_in_usual_sets_the_last_that_refuses_waits_longest():
    for timeline in sample(inputs.WAITING.timeline, inputs.WAITING.length, 3000):
        spec = CompositeSpec(timeline.limits)
        for call in timeline.calls:
            waits = [wait for member in spec.members if (wait := member.wait(call.now, call.cost))]
            assert not waits or waits[-1] == max(waits), timeline
            spec.take(call.now, call.cost)


def test_all_inputs_fit_the_kata():
    trial = trial_of(KATA.solution)
    kinds = (inputs.UNTIL_REFUSED, inputs.WAITING, inputs.IMPOSSIBLE, inputs.STEPS_BACK, inputs.LOOKING, inputs.ANY)
    drawn = [timeline for kind in kinds for timeline in sample(kind.timeline, kind.length, 50)]
    drawn += [
        *islice(widths.around((2**53,), "level"), 10),
        *widths.many_limits((), "level"),
        *crowds.crowds((50,), "level"),
    ]
    assert {trial.misfit(timeline) for timeline in drawn} == {""}
    assert all(Timeline.parse(str(timeline)) == timeline for timeline in drawn)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1/8: allow(0, ann)", "the calls of this kata are level, take; got allow"),
        ("Bucket 1/8: take(0)", "meters are FixedWindow, "),
        ("TokenBucket 1/8 + FixedWindow 1/8 burst 2: take(0)", "a window has no burst"),
    ],
)
def test_what_does_not_fit_is_told_so(text, says):
    assert trial_of(KATA.solution).misfit(Timeline.parse(text)).startswith(says)


def test_a_shown_failure_names_the_limits_by_their_numbers_and_says_why():
    path = "tests/bank/composite_limits/wrong/takes_in_turn.py"
    shown = grade("composite_limits", "--solution", path, "--why").text
    assert "0: TokenBucket 2/16, 1: TokenBucket 1/8" in shown
    assert "take(0): 0: tokens: 1 of 2; 1: tokens: 0 of 1; so wait 8" in shown
    assert "Spent for a moment at least: member 0 spends 1 at 0, but member 1 refuses." in shown


def test_answers_are_told_with_what_members_were_asked():
    timeline = Timeline.parse(f"{PAIR}: take(0) take(0)")
    trial = trial_of(BANK / "takes_in_turn.py")
    assert trial.answers(timeline) == ["granted, 1 binds", "wait 64, 1 binds; 0 spends 1"]
    with pytest.raises(Broken):
        trial.follow(timeline)
    assert trial.follow(timeline, moments=False)
