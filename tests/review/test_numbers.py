import json
from datetime import date

import pytest

from katas.interview.numbers.deck import TEMPLATES
from katas.review.__main__ import main
from katas.review.history import AGAIN, History, Step
from katas.review.numbers import question_of
from tests.review.screens import Typed

MONDAY = date(2026, 3, 2)


def typed(folder, *lines, today=MONDAY):
    person = Typed(*lines)
    assert main(["--numbers"], person.screen, today, folder) == 0
    return person.shown


def answers(folder):
    return [json.loads(line) for line in (folder / "review.jsonl").read_text().splitlines()]


def test_a_right_answer_is_kept_and_a_wrong_one_shows_the_replay(tmp_path):
    first = question_of(History(tmp_path / "review.jsonl"), MONDAY)
    shown = typed(tmp_path, f"{first.answer} {first.unit}", "skip", None)
    right, skipped = answers(tmp_path)
    assert right == {"day": "2026-03-02", "of": f"numbers/{first.template}", "step": "answer", "passed": True}
    assert first.picture not in shown
    second = skipped["of"].removeprefix("numbers/")
    assert second != first.template
    assert not skipped["passed"]
    assert "A question of this kind comes again on 2026-03-05." in shown
    assert "All is kept." in shown


def test_kinds_that_are_named_come_first_and_then_others(tmp_path):
    person = Typed("skip", "skip", "skip", None)
    assert main(["--numbers", "silence", "gcra_burst"], person.screen, MONDAY, tmp_path) == 0
    first, second, third = [each["of"].removeprefix("numbers/") for each in answers(tmp_path)]
    assert (first, second) == ("silence", "gcra_burst")
    assert third not in (first, second)
    assert "the same command, but without the names:\nwith them, these kinds come first again." in person.shown


def test_what_cant_be_read_is_asked_again_and_is_no_answer(tmp_path):
    shown = typed(tmp_path, "no idea", "", None)
    assert shown.count("> ") == 3
    assert not (tmp_path / "review.jsonl").exists()


@pytest.mark.parametrize("lost", ["", "help", "?"])
def test_who_is_lost_is_told_what_can_be_typed(tmp_path, lost):
    assert typed(tmp_path, lost, None).count("Or: skip, quit.") == 2


def test_what_was_missed_is_asked_again_with_other_numbers(tmp_path):
    history = History(tmp_path / "review.jsonl")
    before = question_of(history, MONDAY)
    history.add(Step(MONDAY, f"numbers/{before.template}", "answer", passed=False))
    assert question_of(history, MONDAY).template != before.template
    again = question_of(history, MONDAY + AGAIN)
    assert again.template == before.template
    assert again.text != before.text


def test_all_templates_are_asked_before_one_comes_twice(tmp_path):
    history = History(tmp_path / "review.jsonl")
    for _ in TEMPLATES:
        history.add(Step(MONDAY, f"numbers/{question_of(history, MONDAY).template}", "answer"))
    assert len(history.rounds) == len(TEMPLATES)
    assert question_of(history, MONDAY).template in TEMPLATES


@pytest.mark.parametrize("name", ["gcra/a", "numbers/no_such_template"])
def test_what_is_no_template_is_left_alone(tmp_path, name):
    history = History(tmp_path / "review.jsonl")
    history.add(Step(MONDAY, name, "answer", passed=False))
    assert question_of(history, MONDAY + AGAIN).template in TEMPLATES
