import json
from datetime import date, timedelta
from random import Random

import pytest

from katas.grader.kata import ROOT
from katas.grader.report.pytest_command import from_here
from katas.review.__main__ import main
from katas.review.history import History, Step
from katas.review.name import choices
from katas.review.planted import planted, wrong_ones
from tests.review.screens import Typed

MONDAY = date(2026, 3, 2)
COST_ZERO = next(each for each in planted("token_bucket") if each.path.stem == "accepts_cost_zero")
FIXED = COST_ZERO.source.replace("not 0 <=", "not 1 <=")
OFFERED = choices(COST_ZERO, wrong_ones("token_bucket"), Random(f"{COST_ZERO.name}/{MONDAY}"))
RIGHT = str(OFFERED.index(COST_ZERO) + 1)
WRONG = str((OFFERED.index(COST_ZERO) + 1) % 4 + 1)


@pytest.fixture
def folder(tmp_path):
    History(tmp_path / "review.jsonl").add(Step(MONDAY, COST_ZERO.name, "begin"))
    return tmp_path


@pytest.fixture
def copy(folder):
    return folder / "review" / "token_bucket.py"


def typed(folder, *lines, today=MONDAY):
    person = Typed(*lines)
    assert main(["token_bucket"], person.screen, today, folder) == 0
    return " ".join(person.shown.split())


def steps(folder):
    lines = (folder / "review.jsonl").read_text().splitlines()
    return [(words["step"], words["passed"]) for words in map(json.loads, lines) if words["of"] == COST_ZERO.name]


def test_a_mistake_is_shown_fixed_and_named(folder, copy):
    shown = typed(folder, "1/8: take(0) take(0, 0)", lambda: copy.write_text(FIXED) and "", RIGHT, "quit")
    assert steps(folder) == [("begin", True), ("show", True), ("fix", True), ("name", True)]
    assert "Yours took 2 calls; the shortest that is known takes 1 call: 1/10: take(0, 0)" in shown
    assert "You changed 1 line." in shown
    assert "Shown, fixed, named: it will not come again." in shown
    assert History(folder / "review.jsonl").due(MONDAY + timedelta(days=99)) == []


def test_a_right_answer_shows_nothing_and_what_is_no_timeline_says_so(folder):
    shown = typed(folder, "1/8: take(0)", "1/8", "1/8: allow(0, ann)", "1/8: take(0, 0)")
    assert "Every answer is right." in shown
    assert "That can't be read: a timeline looks like" in shown
    assert "the calls of this kata are level, take; got allow" in shown
    assert "Shown, at try 2. No shorter one is known than 1 call, as here: 1/10: take(0, 0)" in shown


@pytest.mark.parametrize("lost", ["", "help", "?"])
def test_who_is_lost_is_told_what_can_be_typed(folder, lost):
    assert typed(folder, lost, None).count("take(NOW, COST)") == 2


def test_a_shorter_timeline_that_the_grader_finds_is_told(tmp_path):
    mistake = next(each for each in planted("sliding_window_counter") if each.path.stem == "negative_cost_refills")
    History(tmp_path / "review.jsonl").add(Step(MONDAY, mistake.name, "begin"))
    person = Typed(mistake.shows)
    main(["sliding_window_counter"], person.screen, MONDAY, tmp_path)
    assert "the shortest that is known takes 1 call:\n  1/8: take(0, -1)\n" in person.shown


def test_nothing_says_what_the_mistake_is_before_it_is_to_be_named(folder, copy):
    half = COST_ZERO.source.replace("stock = self._stock_at(now)\n        return", "stock = 0\n        return")
    shown = typed(folder, "skip", lambda: copy.write_text(half) and "", "skip", None)
    before, _, after = shown.partition("3 of 3: name it.")
    assert "✗" in before
    assert "Diagnosis" not in before
    assert COST_ZERO.does.rstrip(".") not in before
    assert COST_ZERO.path.stem not in before
    assert COST_ZERO.does.rstrip(".") in after


def test_a_crash_is_shown_in_the_lines_as_they_were_given(tmp_path):
    mistake = next(each for each in planted("sliding_log") if each.path.stem == "late_raises")
    History(tmp_path / "review.jsonl").add(Step(MONDAY, mistake.name, "begin"))
    person = Typed("skip", None)
    main(["sliding_log"], person.screen, MONDAY, tmp_path)
    number = 1 + next(n for n, line in enumerate(mistake.source.splitlines()) if "assert now" in line)
    assert f"sliding_log.py:{number}:" in person.shown
    assert "late_raises" not in person.shown


@pytest.mark.slow  # a hang is waited for
def test_an_answer_that_never_comes_is_a_wrong_one(tmp_path):
    mistake = next(each for each in planted("keyed_limiter") if each.path.stem == "error_leaves_the_lock")
    History(tmp_path / "review.jsonl").add(Step(MONDAY, mistake.name, "begin"))
    person = Typed(mistake.shows, None)
    main(["keyed_limiter"], person.screen, MONDAY, tmp_path)
    assert "did not return within" in person.shown
    assert "Shown." in person.shown


def test_what_was_skipped_hinted_at_or_misnamed_comes_again_in_three_days(folder):
    shown = typed(folder, "hint", "1/8: take(0, 0)", "skip", "5", WRONG)
    assert "all of a cost or none of it; an impossible one raises" in shown
    assert steps(folder) == [("begin", True), ("show", False), ("fix", False), ("name", False)]
    assert f"No, it was {RIGHT}: {COST_ZERO.does}" in shown
    assert "Shown with help, not fixed, not named: it comes again on 2026-03-05." in shown
    again = typed(folder, "quit", today=date(2026, 3, 5))
    assert "1 due today." in again
    assert " ".join(COST_ZERO.source.split()) in again


@pytest.mark.parametrize("end", [None, KeyboardInterrupt(), "quit"], ids=["end of input", "^C", "quit"])
def test_leaving_loses_nothing(folder, copy, end):
    shown = typed(folder, "1/8: take(0, 0)", end)
    assert "All is kept." in shown
    copy.write_text("mine")
    shown = typed(folder, end)
    assert "Go on with a TokenBucket" in shown
    assert "2 of 3: fix it" in shown
    assert "1 of 3" not in shown
    assert copy.read_text() == "mine"


def test_a_copy_that_is_not_changed_is_not_graded(folder):
    assert "token_bucket.py is as it was." in typed(folder, "skip", "", None)


def test_a_copy_that_was_deleted_is_written_again(folder, copy):
    typed(folder, None)
    copy.unlink()
    typed(folder, None)
    assert copy.read_text() == COST_ZERO.source


@pytest.mark.parametrize("asked", [["token_bucket"], ["--numbers"]])
@pytest.mark.parametrize("blocked", ["", "review.jsonl"])
def test_a_folder_that_cant_be_written_is_named_and_nothing_is_claimed_to_be_kept(tmp_path, asked, blocked):
    folder = tmp_path / "kept"
    if blocked:
        (folder / blocked).mkdir(parents=True)
    else:
        folder.write_text("a file, where the folder is to be")
    person = Typed("skip", None)
    assert main(asked, person.screen, MONDAY, folder) == 1
    assert f"{from_here(folder)} can't be read or written" in " ".join(person.shown.split())
    assert "All is kept" not in person.shown


def test_without_a_bank_it_says_so(folder, monkeypatch):
    monkeypatch.setattr("katas.review.__main__.planted", lambda _kata: ())
    person = Typed()
    assert main([], person.screen, MONDAY, folder) == 1
    assert "there are none. They come with a clone" in " ".join(person.shown.split())


def test_a_kata_that_is_not_there_is_named(folder, capsys):
    with pytest.raises(SystemExit):
        main(["leaky_pail"], Typed().screen, MONDAY, folder)
    assert "there is nothing to review of leaky_pail" in capsys.readouterr().err


def test_numbers_of_a_kind_that_is_not_there_are_an_error(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["gcra", "--numbers"], Typed().screen, MONDAY, tmp_path)
    assert "no numbers are asked of gcra; there is of window_edge, " in capsys.readouterr().err


def test_what_is_kept_is_not_committed():
    assert ".katas/" in (ROOT / ".gitignore").read_text().splitlines()
