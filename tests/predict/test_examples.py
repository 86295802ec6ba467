import re

import pytest

from katas.grader.kata import load_kata
from katas.predict.examples import read_examples


def number(shown):
    return int(re.search(r"they catch (\d+) of \d+ known mistakes", shown)[1])


def test_valid_examples_catch_mistakes_and_more_catch_more(judged):
    status, few = judged("# the burst\n\n1/10: take(0)=0 take(5)=5\n")
    assert status == 0
    assert few.startswith("All valid; ")
    assert "The first that they miss, at the level burst: " in few
    status, more = judged("1/10: take(0)=0 take(5)=5\n1/10 burst 2: take(0)=0 take(0) = granted take(0)=10\n")
    assert status == 0
    assert number(more) > number(few) > 0


def test_a_wrong_example_is_told_and_catches_nothing(judged):
    status, shown = judged("1/10: take(0)=0 take(5)=5\n1/10: take(0)=0 take(0)=0\n")
    assert status == 1
    assert "Line 2: take(0) is wait 10 by the contract, not granted" in shown
    assert "1 of 2 valid; " in shown


def test_without_a_bank_examples_are_only_checked(judged, monkeypatch):
    monkeypatch.setattr("katas.predict.examples.planted", lambda _kata: ())
    assert judged("1/10: take(0)=0\n") == (
        0,
        "All valid. The mistakes that they could catch come with a clone of the project.",
    )


@pytest.mark.slow
def test_an_example_may_say_wait_as_the_card_does(judged):
    assert judged("1/10: take(0)=granted take(5)=wait 5 take(10) = wait 0\n")[1].startswith("All valid; ")


@pytest.mark.slow
def test_a_call_without_an_answer_tells_nothing(judged):
    _, shown = judged("1/10: take(0) take(5)\n")
    assert "they catch 0 of " in shown


@pytest.mark.slow
def test_a_call_that_the_kata_has_not_is_told(judged):
    status, shown = judged("1/10: allow(0, ann)=True\n")
    assert status == 1
    assert "Line 1 does not fit this kata: the calls of this kata are level, take; got allow." in shown


def test_an_example_may_answer_with_an_error_or_a_level():
    (example,) = read_examples(
        load_kata("token_bucket"),
        "2/10 burst 3: take(0, 4)=error level(0)=Level(3, 0) take(1)=0 level(1)= 2, 5 level(1)=2 5",
    )
    assert example.answers == ["ValueError", "3 left, reset 0", "granted", "2 left, reset 5", "2 left, reset 5"]


@pytest.mark.parametrize("text", ["take(0)=0", "1/10: take(0)=soon", "1/10: take(range(0, 9))=0", "1/10"])
def test_a_line_that_cant_be_read_is_named(judged, capsys, text):
    with pytest.raises(SystemExit):
        judged(f"1/10: take(0)=0\n{text}\n")
    assert "error: line 2: " in capsys.readouterr().err


def test_a_file_without_examples_says_how_one_looks(judged, capsys):
    with pytest.raises(SystemExit):
        judged("# nothing yet\n")
    assert "has no line such as 1/10: take(0)=0 take(5)=5" in capsys.readouterr().err
