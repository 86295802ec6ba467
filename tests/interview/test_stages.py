"""Each stage, by lines that a candidate types."""

import json
import re

import pytest

from katas.grader.report.pytest_command import from_here
from katas.interview.numbers.amount import digits, written
from katas.interview.own_code.question import in_words
from katas.interview.plan import USUAL, Interview
from katas.interview.screen.screen import Leave, TimeUp
from katas.interview.session import Session
from katas.interview.stages.clarify import clarify
from katas.interview.stages.code import code
from katas.interview.stages.numbers import numbers
from katas.interview.stages.own_code import own_code
from katas.interview.stages.stages import go_on
from katas.interview.stages.twist import twist
from katas.interview.variants.twist import twist as twist_of
from tests.interview.candidate import Candidate
from tests.interview.limiters import CRASHES, GRID, seed_of, sliding


def test_an_answer_is_told_and_uses_one_of_few_questions(begun):
    candidate = Candidate("1", "1", "nonsense", "99", "2", "3", "4")
    session = begun(candidate)
    clarify(session, candidate)
    assert session.state.asked == [each.key for each in session.interview.clarifications[:4]]
    for each in session.interview.clarifications[:4]:
        assert " ".join(each.answer.split()) in " ".join(candidate.text.split())
    assert "Type a number from 1 to" in candidate.text
    assert candidate.lines == []


def test_done_leaves_questions_unused(begun):
    candidate = Candidate("2", "done")
    session = begun(candidate)
    clarify(session, candidate)
    assert len(session.state.asked) == 1


def test_who_asks_has_seen_how_the_limiter_is_called(begun):
    candidate = Candidate("done")
    clarify(begun(candidate, seed_of("sliding-costs-wait")), candidate)
    assert "You write: take(now: int, client: str, cost: int = 1) -> int" in candidate.text


def test_the_question_list_fits_a_screen_of_24_lines(begun):
    for seed in range(40):
        candidate = Candidate("done")
        clarify(begun(candidate, seed), candidate)
        lines = candidate.text.splitlines()
        assert len(lines) <= 24, candidate.text
        assert max(map(len, lines)) <= 80


def write(session, text):
    return lambda: session.limiter.write_text(text)


def test_practice_grades_at_will(begun):
    candidate = Candidate("run", "run", "what", "brief", "done")
    session = begun(candidate, seed_of("sliding-yes"))
    candidate.lines.insert(1, write(session, GRID))
    candidate.lines.insert(3, write(session, sliding()))
    code(session, candidate)
    assert "Not started: __init__() raises NotImplementedError." in candidate.text
    assert "✗ 3 windows" in candidate.text
    assert session.state.shown == {"code": ["limit", "windows"]}
    assert session.state.graded["code"]["points"] == 100
    assert "Type run, why, rules, brief or done; got 'what'." in candidate.text


@pytest.mark.slow
def test_no_card_names_the_variant(begun):
    candidate = Candidate("run", "done")
    session = begun(candidate, seed_of("sliding-refusals-after-yes"))
    candidate.lines.insert(0, write(session, sliding()))
    code(session, candidate)
    assert "sliding-refusals" not in candidate.text


def test_a_mock_shows_one_card_and_no_rules(begun):
    candidate = Candidate("run", "rules", "done")
    session = begun(candidate, seed_of("sliding-yes"), mock=True)
    candidate.lines.insert(0, write(session, GRID))
    code(session, candidate)
    assert candidate.text.count("3 windows") == 1
    assert session.state.hints == []
    assert "Type brief or done; a mock has no run." in candidate.text
    assert "Type brief or done; a mock has no rules." in candidate.text


def test_rules_are_a_hint_and_are_counted(begun):
    candidate = Candidate("rules", "done")
    session = begun(candidate)
    code(session, candidate)
    assert session.state.hints == ["code: all rules"]


@pytest.mark.slow
def test_why_shows_what_the_rules_say_and_is_a_hint(begun):
    candidate = Candidate("why", "run", "why", "done")
    session = begun(candidate, seed_of("sliding-yes"))
    candidate.lines.insert(0, write(session, GRID))
    code(session, candidate)
    assert "Nothing has failed yet: type run first." in candidate.text
    assert "Why, by the contract, call by call:" in candidate.text
    assert session.state.hints == ["code: why windows is red"]


def test_when_the_time_is_up_the_file_is_graded_as_it_is(begun):
    candidate = Candidate(1201)
    session = begun(candidate, seed_of("sliding-yes"), mock=True)
    candidate.lines.insert(0, write(session, sliding()))
    code(session, candidate)
    assert "Time is up." in candidate.text
    assert session.state.graded["code"]["points"] == 100
    assert session.state.cut == ["code"]


def test_a_file_that_is_gone_is_a_card_and_no_traceback(begun):
    candidate = Candidate("done")
    session = begun(candidate)
    candidate.lines.insert(0, session.limiter.unlink)
    code(session, candidate)
    assert "There is no file" in candidate.text
    assert session.state.graded["code"]["points"] == 0


@pytest.mark.parametrize("name", ["grid-costs-yes", "sliding-tiers-wait"])
def test_what_a_stage_tells_fits_80_columns(begun, name):
    candidate = Candidate()
    session = begun(candidate, seed_of(name))
    for stage in (clarify, code, twist):
        with pytest.raises(Leave):
            stage(session, candidate)
    assert max(map(len, candidate.text.replace(from_here(session.folder), "").splitlines())) <= 80


@pytest.mark.parametrize(("name", "new"), [("sliding-costs-wait", "servers"), ("sliding-costs-yes", "plans")])
def test_the_code_of_a_twist_can_be_pasted_from_the_screen(begun, name, new):
    candidate = Candidate()
    session = begun(candidate, seed_of(name))
    session.interview = session.interview._replace(twist=new)
    session.limiter.write_text("")
    with pytest.raises(Leave):
        twist(session, candidate)
    assert twist_of(session.interview.variant, new).changes in candidate.text


def test_the_code_of_a_twist_is_in_a_file_too(begun):
    candidate = Candidate()
    session = begun(candidate, seed_of("sliding-yes"))
    session.limiter.write_text("")
    with pytest.raises(Leave):
        twist(session, candidate)
    new = twist_of(session.interview.variant, session.interview.twist)
    assert new.changes in (session.folder / "twist.txt").read_text()


def test_the_brief_of_a_twist_tells_the_twist_too(begun):
    candidate = Candidate("brief")
    session = begun(candidate, seed_of("sliding-yes"))
    session.limiter.write_text("")
    session.state.stage = "twist"
    with pytest.raises(Leave):
        twist(session, candidate)
    new = twist_of(session.interview.variant, session.interview.twist)
    assert candidate.text.count(new.changes) == 2


@pytest.mark.parametrize(
    ("typed", "told"), [("16", "Time is up: '16' was not taken, as there was no Enter in time."), ("", "")]
)
def test_a_number_without_enter_is_not_taken_and_the_answer_is_told(begun, typed, told):
    question = Interview.of(3, USUAL).numbers()[0]
    candidate = Candidate(TimeUp(typed), "skip", "skip")
    session = begun(candidate, 3, mock=True)
    numbers(session, candidate)
    assert told in candidate.text
    assert f"It is {written(question.answer, question.unit)}." in candidate.text
    late, skipped, _ = session.state.numbers
    assert (late["verdict"], late["typed"], skipped["verdict"]) == ("late", typed, "skipped")
    assert late["answer"] == written(question.answer, question.unit)


def test_an_answer_on_own_code_without_enter_is_not_taken(begun):
    candidate = Candidate(TimeUp("True"), "skip")
    session = begun(candidate, seed_of("sliding-yes"), mock=True)
    session.limiter.write_text(sliding())
    own_code(session, candidate)
    assert "Time is up: 'True' was not taken, as there was no Enter in time." in candidate.text
    assert f"It is {session.state.own_code[0]['answer']}." in candidate.text


def right(question):
    return f"{digits(question.answer)} {question.unit}"


def test_numbers_are_judged_at_once_and_a_wrong_one_is_proved(begun):
    questions = Interview.of(3, USUAL).numbers()
    candidate = Candidate("what?", right(questions[0]), "987654321", "skip")
    session = begun(candidate, 3)
    numbers(session, candidate)
    assert [answer["verdict"] for answer in session.state.numbers] == ["right", "wrong", "skipped"]
    assert questions[0].picture not in candidate.text
    assert questions[1].picture in candidate.text
    assert questions[2].picture in candidate.text
    assert "'what?'" in candidate.text


def test_no_answer_is_stored_before_it_is_asked_for(begun):
    candidate = Candidate()
    session = begun(candidate, 3)
    with pytest.raises(Leave):
        numbers(session, candidate)
    assert json.loads((session.folder / "state.json").read_text())["numbers"] == []


def test_a_number_that_comes_too_late_does_not_count(begun):
    candidate = Candidate(181, "skip", "skip")
    session = begun(candidate, 3, mock=True)
    numbers(session, candidate)
    assert [answer["verdict"] for answer in session.state.numbers] == ["late", "skipped", "skipped"]


@pytest.mark.slow
def test_who_uses_every_minute_comes_to_the_last_question(held):
    candidate = Candidate(*[10_000] * 8)
    session = held(candidate, mock=True)
    verdicts = [answer["verdict"] for answer in session.state.own_code]
    assert verdicts == ["late", "late"]
    assert session.total == USUAL * 60
    assert session.state.cut[-1] == "own code 2"
    assert session.state.stage == "debrief"


class Leaves(Candidate):
    """Leaves at the first card or verdict, instead of pressing Enter."""

    def pause(self):
        super().pause()
        raise Leave


def test_who_leaves_at_a_card_has_had_that_stage(begun):
    candidate = Leaves("done", "done")
    session = begun(candidate, mock=True)
    with pytest.raises(Leave):
        go_on(session, candidate)
    assert Session.resume(session.folder, candidate.clock).state.stage == "twist"


def test_who_leaves_at_a_verdict_is_not_asked_again(begun):
    candidate = Leaves("skip")
    session = begun(candidate, mock=True)
    with pytest.raises(Leave):
        numbers(session, candidate)
    kept = Session.resume(session.folder, candidate.clock).state
    assert [answer["verdict"] for answer in kept.numbers] == ["skipped"]
    assert candidate.seen[-1] == "(Enter)"


def test_an_answer_on_own_code_is_repeated_in_the_words_of_the_cards(begun):
    candidate = Candidate("99", "skip")
    session = begun(candidate, seed_of("sliding-wait"), mock=True)
    session.limiter.write_text(CRASHES.replace("allow", "take"))
    own_code(session, candidate)
    assert "Ticks, 0 if granted, or skip: " in candidate.text
    right = in_words(session.state.own_code[0]["answer"], wait=True)
    assert f"Wrong: {right}; you said wait 99." in candidate.text
    assert re.search(r"take\(ann\) +granted", candidate.text)


def lines_of(seed):
    question = Interview.of(seed, USUAL).numbers()[0]
    return ["1", "done", "brief", "done", "done", right(question), "skip", "skip", "skip", "skip"]


@pytest.mark.slow
def test_it_can_be_left_before_every_line_and_nothing_is_lost(begun):
    seed = seed_of("sliding-yes")
    candidate = Candidate(*lines_of(seed))
    candidate.lines.insert(3, lambda: whole.limiter.write_text(GRID))
    whole = begun(candidate, seed)
    go_on(whole, candidate)

    restless = Candidate()
    session = begun(restless, seed)
    for line in lines_of(seed):
        with pytest.raises(Leave):
            go_on(session, restless)
        session = Session.resume(session.folder, restless.clock)
        if line == "brief":
            session.limiter.write_text(GRID)
        restless.lines = [line]
    go_on(session, restless)
    assert session.state == whole.state
