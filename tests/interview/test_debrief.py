"""Each sentence of a debrief is true of what was typed, graded and spent."""

import json
import re
from dataclasses import replace

import pytest

from katas.grader.report.pytest_command import from_here
from katas.interview.debrief.answered import tally
from katas.interview.debrief.code import first_red, made_red, said
from katas.interview.debrief.cost import Cost, cost_of
from katas.interview.debrief.decided import by_clock, by_luck, by_skill
from katas.interview.debrief.page import markdown, plain
from katas.interview.debrief.practise import three_things
from katas.interview.debrief.rule import Rule, rules_of
from katas.interview.debrief.writing import _own, debriefed
from katas.interview.plan import USUAL, Interview
from katas.interview.stages.clarify import clarify
from katas.interview.stages.code import code
from katas.interview.stages.grading import found as kept
from katas.interview.stages.grading import graded
from katas.interview.variants.clarifications import clarifications
from katas.interview.variants.kata import kata_of
from katas.interview.variants.twist import twist
from katas.interview.variants.variant import Variant
from tests.interview.candidate import Candidate
from tests.interview.limiters import CRASHES, GRID, seed_of, sliding
from tests.interview.sample import MARKS, PAGE, held, number_of, shown
from tests.interview.variants.solutions import solution

ASK_REFUSALS = "Do refused requests count as well?"
NOTHING = Cost([])


def coded(begun, variant, asked, text, *runs):
    """Go through the first two stages: ask some questions, and hand a file in. In practice, also run it before."""
    seed = seed_of(variant)
    numbers = [number_of(Interview.of(seed, USUAL), key) for key in asked]
    candidate = Candidate(30, *numbers, *(["done"] if len(numbers) < 4 else []), 600)
    session = begun(candidate, seed, mock=not runs)
    candidate.lines += [lambda: session.limiter.write_text(text), *runs, "done"]

    clarify(session, candidate)
    code(session, candidate)
    return session


def test_what_was_not_asked_costs_what_the_file_has_under_the_answer_that_it_assumes(begun):
    session = coded(begun, "sliding-refusals-yes", ["windows", "edge"], sliding())
    rules = rules_of(session)
    assert [(rule.key, rule.how, rule.green) for rule in rules] == [
        ("windows", "asked", True),
        ("edge", "asked", True),
        ("refusals", "guessed", False),
    ]
    cost = cost_of(session, rules)
    sentences, points, still_red, *_ = cost
    assert still_red == ()
    lost = 100 - session.state.graded["code"]["points"]
    assert points == lost > 0
    (first, last) = sentences
    assert first.startswith(f"{ASK_REFUSALS} Yes, they count like the others")
    assert first.endswith(
        f"Levels refusals and everything are red: {lost} points. They would be green if only what is granted counted."
    )
    assert last == (
        "If only what is granted counted, the file before the twist, before_twist.py, would have 100 of 100 points; "
        f"under the real rules it has {100 - lost}."
    )
    assert not by_luck(session, rules, cost)
    assert f"You asked: {rules[0].question} Level windows is green." in by_skill(session, rules, NOTHING, NOTHING)


@pytest.mark.slow
def test_levels_that_are_red_only_by_an_earlier_answer_are_put_down_to_that(begun):
    session = coded(begun, "sliding-yes", [], GRID)
    assert [rule.key for rule in rules_of(session) if not rule.green] == ["windows", "edge", "refusals"]
    sentences, points, still_red, *_ = cost_of(session, rules_of(session))
    assert points == 100 - session.state.graded["code"]["points"]
    names = "windows, edge, refusals and everything"
    would = "They would be green if windows of one period began at its multiples, the same for all."
    assert sentences[0].endswith(f"Levels {names} are red: {points} points. {would}")
    assert [
        f"Level {level} is red only by another question (the stretch of time)" in each
        for level, each in zip(("edge", "refusals"), sentences[1:3], strict=True)
    ] == [True, True]
    assert "before_twist.py, would have 100 of 100 points" in sentences[3]
    assert by_luck(session, rules_of(session), cost_of(session, rules_of(session))) == []
    assert still_red == ()


def test_what_was_asked_is_not_blamed_for_what_an_answer_not_asked_for_made_red(begun):
    session = coded(begun, "sliding-refusals-after-yes", ["windows", "refusals"], sliding(refusals=True))
    rules = rules_of(session)
    assert [rule.level for rule in rules if not rule.green] == ["edge", "refusals"]
    cost = cost_of(session, rules)
    assert cost.still_red == ()
    (told,) = [each for each in by_skill(session, rules, cost, NOTHING) if ASK_REFUSALS in each]
    only = "Level refusals is red only by what you did not ask (the tick at which a period ends)"
    assert told.endswith(f"{only}; with the answer that your code assumes, it is green.")
    assert f"are red: {cost.points} points." in cost.sentences[0]


def test_what_was_guessed_right_is_luck_also_where_another_answer_made_its_level_red(begun):
    session = coded(begun, "sliding-yes", ["windows"], sliding(after=True))
    rules = rules_of(session)
    assert [rule.level for rule in rules if not rule.green] == ["edge", "refusals"]
    cost = cost_of(session, rules)
    assert cost.points == 100 - session.state.graded["code"]["points"]
    only = "level refusals is red only by another question (the tick at which a period ends)"
    assert by_luck(session, rules, cost) == [f"You did not ask: {ASK_REFUSALS} Your code fits the answer; {only}."]
    assert f"Levels edge, refusals and everything are red: {cost.points} points." in cost.sentences[0]
    only = "Level refusals is red only by another question (the tick at which a period ends), which has its points."
    assert cost.sentences[1].endswith(only)


def test_what_was_not_asked_and_is_right_is_luck(begun):
    session = coded(begun, "sliding-yes", ["windows", "edge"], sliding())
    rules = rules_of(session)
    (luck,) = by_luck(session, rules, NOTHING)
    assert luck.startswith(f"You did not ask: {ASK_REFUSALS}")
    (cost,) = cost_of(session, rules).sentences
    assert cost.endswith("Level refusals is green all the same: it cost no points.")


@pytest.mark.slow
def test_what_a_card_had_shown_is_no_luck(begun):
    session = coded(begun, "sliding-refusals-yes", ["windows", "edge"], sliding(), "run")
    assert session.state.shown["code"] == ["refusals"]
    session.limiter.write_text(sliding(refusals=True))
    again = Candidate("done")

    code(session, again)
    rules = rules_of(session)
    assert rules[-1].how == "card"
    assert not by_luck(session, rules, NOTHING)
    assert "after a card had shown it" in cost_of(session, rules).sentences[0]


def test_what_was_asked_and_not_kept_is_no_cost_of_not_asking(begun):
    session = coded(begun, "sliding-refusals-yes", ["refusals", "windows", "edge"], sliding())
    rules = rules_of(session)
    assert cost_of(session, rules)[:3] == ([], 0, ("refusals", "everything"))
    assert f"You asked: {ASK_REFUSALS} Level refusals is red all the same." in by_skill(
        session, rules, NOTHING, NOTHING
    )


@pytest.mark.slow
def test_levels_that_are_red_by_several_answers_have_their_points_once(begun):
    session = coded(begun, "sliding-refusals-after-yes", ["windows"], sliding())
    cost = cost_of(session, rules_of(session))
    assert set(cost.answers) == {"edge", "refusals"}
    told = [int(points) for points in re.findall(r"red: (\d+) points", " ".join(cost.sentences))]
    assert sum(told) == cost.points == 100 - session.state.graded["code"]["points"]


@pytest.mark.slow
def test_a_level_that_is_red_under_every_answer_is_not_put_down_to_not_asking(begun):
    wrong = sliding().replace("< self.quota.limit", "< self.quota.limit and len(seen) % 3 < 2")
    session = coded(begun, "sliding-yes", [], wrong)
    sentences, points, *_ = cost_of(session, rules_of(session))
    assert any("the mistake at level" in sentence for sentence in sentences)
    assert points == 0


def test_of_code_that_crashes_nothing_is_said_about_questions(begun):
    session = coded(begun, "sliding-yes", ["windows"], CRASHES)
    rules = rules_of(session)
    cost = cost_of(session, rules)
    sentences, points, *_ = cost
    assert points == 0
    assert all(sentence.endswith("What it cost can't be told: the code does not run.") for sentence in sentences)
    assert by_luck(session, rules, cost) == []
    assert by_skill(session, rules, cost, NOTHING) == []


def test_the_clock_is_blamed_for_what_it_ended_and_nothing_else(begun):
    candidate = Candidate()
    session = begun(candidate, mock=True)
    session.state.spent = {"clarify": 300.1, "code": 60.0, "number 1": 180.0}
    session.state.cut = ["clarify", "number 1"]
    session.state.pauses = 1
    assert by_clock(session) == [
        "clarify: ended after 5:00, as its time was up.",
        "number 1: ended after 3:00, as its time was up.",
    ]


def test_practice_says_what_a_mock_would_have_ended(begun):
    session = begun(Candidate())
    session.state.spent = {"code": 1261.0}
    assert by_clock(session) == ["code: took 21:01 of 20:00. A mock would have ended it."]


def test_a_debrief_of_nothing_praises_nothing(begun):
    session = begun(Candidate(), mock=True)
    session.state.stage = "debrief"
    found = debriefed(session)
    assert found.skill == found.luck == []
    assert found.first_red == "The code was not graded."
    assert "not graded" in plain(found, 80)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return held(tmp_path_factory.mktemp("kept"))


@pytest.mark.slow
def test_the_page_shows_the_sample_as_it_comes_out_now(whole):
    _, found, _ = whole
    start, end = MARKS
    assert PAGE.read_text(encoding="utf-8").partition(start)[2].partition(end)[0] == shown(found)


@pytest.mark.slow
def test_a_whole_mock_ends_in_a_debrief_whose_sentences_are_what_happened(whole):
    session, found, candidate = whole
    assert candidate.lines == []
    (clock,) = found.clock
    assert clock.startswith("number 3: ended after 3:00, as its time was up, without an answer. It is ")
    edge = next(each for each in session.interview.clarifications if each.key == "edge")
    assert found.luck[0] == f"You did not ask: {edge.question} Your code fits the answer; level edge is green."
    assert found.skill[0].startswith("You asked: ")
    assert found.skill[1] == "You asked what the prompt or the call says already: Does every request count as one?"
    twist = session.state.graded["twist"]["levels"][-1]["name"]
    assert f"The twist: its own level, {twist}, is red, by a mistake of its own." in found.skill
    assert any(told.startswith("number 2: Wrong: it is ") for told in found.skill)
    assert not any(told.startswith("number 3: ") for told in found.skill)
    assert [row.verdict for row in found.stages[3:]] == [
        "1 of 3 right, 1 wrong, 1 without an answer in time",
        "1 of 2 right, 1 wrong",
    ]
    assert [round(row.spent) for row in found.stages] == [60, 700, 100, 310, 60]
    assert found.stages[0].verdict == "1 of 3 that mattered, with 2 of 4 questions"
    assert found.first_red.startswith("refusals: ")
    assert "expected" in found.timeline
    assert found.hints == []
    assert "Hints used" not in plain(found, 80)
    assert len(found.practise) == 3
    assert found.practise[0].why.startswith("Ask before you write: ")


@pytest.mark.slow
def test_a_debrief_is_a_page_of_markdown_and_json_beside_the_state(whole):
    session, found, _ = whole
    assert session.debrief.read_text(encoding="utf-8") == markdown(found)
    told = json.loads(session.debrief.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["seed"] == session.state.seed
    assert told["practise"][0]["command"] == found.practise[0].command
    assert told["stages"][1]["verdict"] == found.stages[1].verdict


@pytest.mark.slow
def test_clock_and_luck_come_before_everything_else(whole):
    _, found, _ = whole
    page = plain(found, 80)
    places = [
        page.index(title) for title in ("Decided by the clock", "Decided by luck", "Decided by skill", "Time and")
    ]
    assert places == sorted(places)
    commands = [each.command for each in found.practise]
    assert all(len(line) <= 80 for line in page.splitlines() if line.strip() not in commands)


@pytest.mark.slow
def test_the_last_screen_has_scores_and_what_to_practise(whole):
    session, found, _ = whole
    last = "\n".join(plain(found, 80).splitlines()[-20:])
    assert f"- code: {found.stages[1].verdict.partition(';')[0]}" in last
    assert all(each.command in last for each in found.practise)
    assert json.loads(session.debrief.with_suffix(".json").read_text(encoding="utf-8"))["short"] == found.short


@pytest.mark.slow
def test_every_score_stands_with_its_parts(whole):
    session, found, _ = whole
    graded = session.state.graded["code"]
    red = [f"{level['name']} 0/{level['points']}" for level in graded["levels"] if level["verdict"] != "passed"]
    assert found.stages[1].verdict == f"{graded['points']} of 100 points; red: {', '.join(red)}"


@pytest.mark.slow
def test_three_things_are_three_commands_whatever_happened(whole):
    session, _, _ = whole
    for state in (
        replace(session.state, graded={}, numbers=[], own_code=[]),
        replace(
            session.state, numbers=[{"verdict": "wrong", "template": "silence"}] * 3, own_code=[{"verdict": "late"}] * 2
        ),
    ):
        session.state, kept = state, session.state
        things = three_things(session, [], NOTHING, NOTHING)
        session.state = kept
        assert len({thing.command for thing in things}) == 3


def test_what_cost_most_is_practised_first_and_nothing_that_went_well(begun):
    session = begun(Candidate(), mock=True)
    session.state.own_code = [{"verdict": "wrong"}] * 2
    session.state.numbers = [
        {"verdict": verdict, "template": template} for verdict, template in (("right", "drain"), ("late", "silence"))
    ]
    first, second, third = three_things(session, [], NOTHING, NOTHING)
    assert "-m katas.predict " in first.command
    assert second.command.endswith("-m katas.review --numbers silence")
    assert "-m katas.interview --mock" in third.command


def test_each_question_that_decided_nothing_is_told_with_the_reason(begun):
    session = begun(Candidate(), seed_of("sliding-yes"))
    kept = {each.key: each for each in session.interview.clarifications}
    session.interview = session.interview._replace(
        clarifications=tuple(each for each in clarifications(session.interview.variant) if each.key in {*kept, "cloud"})
    )
    session.state.asked = ["cloud", "back", "answer"]
    assert by_skill(session, [], NOTHING, NOTHING) == [
        "You asked what the prompt or the call says already: What does a refused client learn?",
        (
            "Worth asking, but the answer adds nothing to the prompt here, and counts neither for nor against you: "
            "May the clock go back?"
        ),
        "You asked what did not matter here: Which cloud do we run in?",
    ]
    session.state.asked += ["windows"]
    missed = Rule("edge", "Does it count?", "No.", "edge", "guessed", "failed", 20)
    cost = Cost([], points=20)
    asking = three_things(session, [missed._replace(key="windows", how="asked"), missed], cost, NOTHING)[0].why
    assert asking.startswith("Choose your questions: 2 of your 4 changed nothing; not asked: the tick at which")


def test_an_answer_that_one_guess_in_some_gets_right_is_told_once(begun):
    session = begun(Candidate(), mock=True)
    session.state.own_code = [{"verdict": "right", "choices": 4}, {"verdict": "right", "choices": 0}]
    assert by_luck(session, [], NOTHING) == []
    assert by_skill(session, [], NOTHING, NOTHING) == [
        "own code 1: right (a guess is right 1 time in 4).",
        "own code 2: right.",
    ]


OWN = {
    "typed": "",
    "answer": "both",
    "choices": 4,
    "about": "your class",
    "text": "Two timelines\nof which?",
    "proof": "A\n  at 0",
}
SHOWN = "It is both. The question: of which? Your class answers:\nA\n  at 0"


def test_what_came_too_late_is_told_once_under_the_clock(begun):
    session = begun(Candidate(), mock=True)
    session.state.own_code = [OWN | {"verdict": "skipped"}, OWN | {"verdict": "late"}]
    session.state.spent, session.state.cut = {"own code 2": 180.0}, ["own code 2"]
    assert by_skill(session, [], NOTHING, NOTHING) == [f"own code 1: skipped. {SHOWN}"]
    (late,) = by_clock(session)
    assert late == f"own code 2: ended after 3:00, as its time was up, without an answer. {SHOWN}"


def test_a_wrong_answer_on_own_code_stands_beside_its_timeline(begun):
    session = begun(Candidate(), mock=True)
    session.state.own_code = [OWN | {"verdict": "wrong", "typed": "A"}]
    (said,) = by_skill(session, [], NOTHING, NOTHING)
    shown = SHOWN.removeprefix("It is both. ")
    assert said == f"own code 1: wrong. You said A; it is both. {shown}"
    found = debriefed(session)
    assert "\n  A\n    at 0\n" in plain(found, 80)
    assert "\n       A\n         at 0\n" in markdown(found)


def test_a_question_on_the_rules_says_that_the_class_gave_no_answers(begun):
    session = begun(Candidate(), mock=True)
    session.state.own_code = [OWN | {"verdict": "skipped", "about": "the rules"}]
    (said,) = by_skill(session, [], NOTHING, NOTHING)
    assert "Your class gave no answers; the rules give:\nA\n" in said


def test_what_nobody_answered_is_not_counted_as_wrong():
    some = [{"verdict": verdict} for verdict in ("right", "late", "late", "not asked", "wrong", "skipped")]
    assert tally(some[1:3]) == "0 of 2 right, 2 without an answer in time"
    assert tally(some[:2]) == "1 of 2 right, 1 without an answer in time"
    assert tally(some) == "1 of 6 right, 1 wrong, 1 skipped, 2 without an answer in time, 1 never asked"


@pytest.mark.parametrize(
    ("name", "command", "others"),
    [
        ("first-yes", "fixed_window", "which begin at multiples of the period"),
        ("sliding-refusals-yes", "sliding_log", "Refused requests count for nothing."),
        ("grid-after-yes", "fixed_window", "belongs to the one that begins."),
        ("sliding-yes", "sliding_log", ""),
        ("bucket-burst-yes", "token_bucket", ""),
    ],
)
def test_a_kata_that_trains_other_rules_is_not_proposed_without_them(begun, name, command, others):
    session = begun(Candidate(), seed_of(name), mock=True)
    session.state.own_code = [{"verdict": "wrong"}] * 2
    session.state.graded["code"] = {"levels": [{"name": "limit", "points": 20, "verdict": "failed"}]}
    things = three_things(session, [], Cost([], still_red=("limit",)), NOTHING)
    (predicts,) = [each for each in things if each.command.endswith(f"katas.predict {command}")]
    assert ("Rules that differ, as they are there: " in predicts.why) == bool(others)
    assert "Its calls have other names there, and there are more rules." in predicts.why
    assert others in predicts.why
    (writes,) = [each for each in things if each.why.startswith("The limiter itself: level limit is red")]
    assert "--practice --seed" in writes.command
    assert (f"Then katas/{command}, whose calls have other names." in writes.why) != bool(others)


def repaired(begun, asked, text, mended):
    """Go through the first three stages: the twist is a second window, with a file that may be `mended`."""
    session = coded(begun, "sliding-after-yes", asked, text)
    session.interview = session.interview._replace(twist="two windows")
    session.limiter.write_text(mended)
    name = session.interview.kata("twist")
    session.state.graded["twist"] = kept(graded(session, kata_of(name), every=True))
    return session


def test_what_the_twist_has_repaired_is_not_told_as_red(begun):
    session = repaired(
        begun,
        ["windows", "refusals", "burst", "back"],
        sliding(),
        solution(Variant.of("sliding-after-yes"), "two windows"),
    )
    found = debriefed(session)
    assert "Green since: edge, refusals, everything." in found.twist_red
    lost = 100 - session.state.graded["code"]["points"]
    assert (
        f"Levels edge, refusals and everything were red before the twist: {lost} points. They would have"
        in (found.not_asked[0])
    )
    assert found.not_asked[0].endswith(" In the twist you repaired them.")
    assert (
        f"before_twist.py, would have 100 of 100 points; under the real rules it has {100 - lost}."
        in found.not_asked[1]
    )
    (asked,) = [each for each in found.skill if each.startswith(f"You asked: {ASK_REFUSALS}")]
    assert "Level refusals was red before the twist only by what you did not ask" in asked
    assert asked.endswith("with the answer that your code assumed, it was green.")
    told = "\n".join([*found.skill, *found.luck, *found.not_asked, *(each.why for each in found.practise)])
    for level in ("edge", "refusals", "everything"):
        assert f"{level} is red" not in told
    edge = "Does a request still count at the very tick at which its period ends?"
    assert f"You did not ask: {edge} Your code assumed another answer: {lost} points of the code." in found.skill
    why = "Not asked: the tick at which a period ends. "  # the other questions were no fault
    assert found.practise[0].why == f"{why}{lost} points of the code were lost to what you did not ask."


def test_who_had_questions_left_and_a_red_level_is_told_to_ask(begun):
    session = begun(Candidate(), seed_of("sliding-yes"), mock=True)
    session.state.asked = ["windows"]
    session.state.graded["code"] = {
        "points": 0,
        "levels": [{"name": name, "points": 20, "verdict": "failed"} for name in ("windows", "edge", "refusals")],
    }
    things = three_things(session, rules_of(session), Cost([], still_red=("windows",)), NOTHING)
    left = (
        "3 of 4 questions were left, and you had not asked about the tick at which a period ends and refused requests."
    )
    assert f"Ask before you write: {left}" in [each.why for each in things]


def test_a_debrief_in_json_has_points_and_questions(begun):
    session = begun(Candidate(), seed_of("sliding-yes"), mock=True)
    session.state.asked = ["answer", "windows"]
    level = {"name": "windows", "points": 20, "verdict": "passed"}
    session.state.graded["code"] = {"points": 20, "total": 100, "levels": [level]}
    debriefed(session)
    found = json.loads(session.debrief.with_suffix(".json").read_text(encoding="utf-8"))
    assert [(each["question"], each["asked"], each["mattered"]) for each in found["questions"]] == [
        ("What does a refused client learn?", True, False),
        ("Over which stretch of time are requests counted?", True, True),
    ]
    assert found["points"] == {"code": 20, "code lost by not asking": 0, "twist": 0, "twist lost by not asking": 0}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([8, "take(ann)", "wait 8", "granted"], "At 8 your file grants what must be refused."),
        ([8, "allow(ann)", "True", "False"], "At 8 your file refuses what must be granted."),
        ([8, "take(ann)", "wait 8", "wait 7"], ""),
    ],
)
def test_a_red_level_is_told_with_the_way_in_which_the_answer_is_wrong(row, told):
    level = {"name": "edge", "law": "so it is", "rows": [[0, "take(ann)", "granted", "granted"], row]}
    assert said(level) == f"edge: so it is. {told}".rstrip()


def test_the_limiter_and_its_twist_are_written_again_in_one(begun):
    session = begun(Candidate(), seed_of("first-yes"), mock=True)
    session.interview = session.interview._replace(twist="plans")
    things = three_things(session, [], Cost([], still_red=("limit",)), Cost([], still_red=("limit", "plans")))
    (found,) = [each for each in things if "--practice --seed" in each.command]
    assert found.why.startswith("The limiter itself: level limit is red. The twist: its own level, plans, is red.")


def test_both_first_red_levels_have_their_timelines_as_the_cards_show_them(begun):
    session = coded(begun, "sliding-yes", [], GRID)
    windows = session.state.graded["code"]["levels"][2]
    new = {**windows, "name": "refund", "law": "a refund gives back"}
    session.state.graded["twist"] = {"points": 0, "total": 100, "levels": [windows, new]}
    said, timeline = first_red(session)
    assert said.startswith("windows: ")
    as_before = "Red as before the twist: windows."
    wrongly = said.partition(". ")[2]
    assert wrongly.startswith("At ")
    assert made_red(session) == (f"refund: a refund gives back. {wrongly} {as_before}", timeline)
    session.state.graded["twist"]["levels"].remove(new)
    assert made_red(session) == (f"Nothing. {as_before}", "")
    windows["message"] = "it does not stop"
    session.state.graded["twist"]["levels"] = [{**windows, "message": "it stops"}]
    changed = "Nothing new. Red before the twist too, but what your file answers there has changed: windows. "
    assert made_red(session) == (f"{changed}windows: {windows['law']}. it stops.", timeline)
    lines = timeline.splitlines()
    assert lines[0].startswith("Smallest timeline found (")
    assert any(line.startswith("  > ") for line in lines)
    assert "<- " in timeline
    assert max(map(len, lines)) <= 78


def test_of_a_twist_that_is_red_by_more_than_an_answer_the_timeline_shows_what_else(begun):
    session = coded(begun, "sliding-yes", [], GRID)
    windows = session.state.graded["code"]["levels"][2]
    new = {**windows, "name": session.interview.twist, "law": "both"}
    session.state.graded["twist"] = {"points": 0, "total": 100, "levels": [new]}
    other = {**new, "timeline": "1/8 + 1/4: allow(0, ann)", "rows": [[0, "allow(ann)", "True", "False"]]}
    after = Cost([], still_red=(new["name"],), supposed="it were so", levels=[other])
    said, timeline = made_red(session, _own(after, new["name"]))
    assert said.startswith(f"Level {new['name']} would be red too if it were so: both.")
    assert "also: Quota(limit=1, period=4, burst=1)" in timeline
    said, timeline = made_red(session, _own(after._replace(still_red=()), new["name"]))
    assert said == f"{new['name']}: only by what you did not ask. It would be green if it were so."
    assert timeline == ""
    assert _own(NOTHING, new["name"]) is None


def test_times_of_stages_add_up_to_all(begun):
    session = begun(Candidate(), mock=True)
    session.state.spent = {"clarify": 45.6, "code": 128.42, "twist": 81.9, "number 1": 146.9, "own code 1": 87.9}
    found = debriefed(session)
    assert [row.spent for row in found.stages] == [46, 128, 82, 147, 88]
    assert found.total == 491
    assert sum(row.of for row in found.stages) == 60 * session.state.minutes
    assert "  all         8:11   48:00" in plain(found, 80).splitlines()
    assert json.loads(session.debrief.with_suffix(".json").read_text(encoding="utf-8"))["total"] == 491


def test_all_rules_have_those_of_the_twist_and_what_a_request_counts(begun):
    session = begun(Candidate(), seed_of("sliding-yes"))
    new = twist(session.interview.variant, session.interview.twist)
    found = debriefed(session)
    assert found.rules[-1] == f"The twist, {new.name}: {new.rule.strip()}"
    assert "Every request counts as one." in found.rules


def test_a_twist_to_write_again_says_where_the_file_is(begun):
    session = begun(Candidate(), seed_of("sliding-yes"))
    session.interview = session.interview._replace(twist="refund")
    (first, *_) = three_things(session, [], NOTHING, Cost([], still_red=("refund",)))
    assert f"--practice --seed {session.state.seed}" in first.command
    assert first.why.endswith(f"yours can be copied into the new folder: {from_here(session.limiter)}")
