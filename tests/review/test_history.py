from datetime import date, timedelta

import pytest

from katas.review.history import AGAIN, History, Step

MONDAY = date(2026, 3, 2)
NEVER = b'{"day": "9999-12-31", "of": "gcra/c", "step": "name", "passed": false}\n'


@pytest.fixture
def path(tmp_path):
    return tmp_path / "made" / "review.jsonl"


def practised(history, of, day, *, missed=""):
    for step in ("begin", "show", "fix", "name"):
        history.add(Step(day, of, step, step != missed))


def test_what_failed_comes_again_after_three_days_and_each_time_after_three(path):
    history = History(path)
    day = MONDAY
    for _ in range(4):
        practised(history, "gcra/a", day, missed="name")
        assert history.due(day + timedelta(days=2)) == []
        day += AGAIN
        assert history.due(day) == ["gcra/a"]


def test_what_was_passed_does_not_come_again(path):
    history = History(path)
    practised(history, "gcra/a", MONDAY, missed="show")
    practised(history, "gcra/a", MONDAY + AGAIN)
    assert history.due(MONDAY + timedelta(days=99)) == []


def test_the_longest_overdue_comes_first(path):
    history = History(path)
    practised(history, "gcra/b", MONDAY + timedelta(days=1), missed="fix")
    practised(history, "gcra/c", MONDAY, missed="fix")
    assert history.due(MONDAY + timedelta(days=9)) == ["gcra/c", "gcra/b"]


def test_what_was_begun_is_unfinished_until_its_last_step(path):
    history = History(path)
    history.add(Step(MONDAY, "gcra/a", "begin"))
    history.add(Step(MONDAY, "gcra/a", "show"))
    assert history.unfinished() == ["gcra/a"]
    assert history.due(MONDAY + timedelta(days=99)) == []
    history.add(Step(MONDAY, "gcra/a", "fix"))
    history.add(Step(MONDAY, "gcra/a", "name"))
    assert history.unfinished() == []


def test_a_number_is_over_with_its_answer(path):
    history = History(path)
    history.add(Step(MONDAY, "numbers/windows", "answer", passed=False))
    assert history.due(MONDAY + AGAIN) == ["numbers/windows"]


def test_the_file_says_the_same_when_it_is_read_again_copied_or_thrown_away(path):
    history = History(path)
    practised(history, "gcra/a", MONDAY, missed="fix")
    history.add(Step(MONDAY, "gcra/b", "begin"))
    assert History(path).rounds == history.rounds
    copied = path.with_name("elsewhere.jsonl")
    copied.write_bytes(path.read_bytes())
    assert History(copied).rounds == history.rounds
    path.unlink()
    assert History(path).rounds == {}


@pytest.mark.parametrize(
    "torn", [b'{"day": "2026-03-0', b"[]\n", b"\n", b'{"day": 3, "of": "x"}\n', b"\xff\xfe\n", NEVER]
)
def test_a_torn_line_costs_that_line_alone(path, torn):
    history = History(path)
    practised(history, "gcra/a", MONDAY, missed="fix")
    with path.open("ab") as file:
        file.write(torn)
    history = History(path)
    assert history.due(MONDAY + AGAIN) == ["gcra/a"]
    history.add(Step(MONDAY, "gcra/b", "begin"))
    assert History(path).unfinished() == ["gcra/b"]


def test_of_two_who_end_the_same_round_at_once_what_one_missed_is_missed(path):
    one = History(path)
    one.add(Step(MONDAY, "gcra/a", "begin"))
    other = History(path)
    for step in ("show", "fix", "name"):
        one.add(Step(MONDAY, "gcra/a", step, passed=step != "show"))
    for step in ("show", "fix", "name"):
        other.add(Step(MONDAY, "gcra/a", step))
    assert History(path).due(MONDAY + AGAIN) == ["gcra/a"]
