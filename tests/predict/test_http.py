import pytest

from katas.grader.http.columns.line import Line
from katas.predict.__main__ import main
from katas.predict.answer import read
from katas.predict.played import in_columns
from katas.predict.question import Question
from tests.review.screens import Typed

MIDDLEWARE = (
    ("429 2 2", "429 1 0", "200 - 1", "503 7 6"),
    ("192.0.2.7", "192.0.2.7", "192.0.2.7", "10.0.0.2", "10.0.0.3"),
    ("2001:db8:0:7::/64", "192.0.2.7", "192.0.2.7", "2001:db8:0:7::/64", "unknown"),
    ("503 1 -", "200 - 3", "503 - 0", "429 1 0"),
    ("- - -", "192.0.2.1 200 9", "192.0.2.7 404 3", "unknown 200 -"),
)
ASKED = Question("http", "1: status, retry-after", words=("status", "retry-after"))
KEY = Question("http", "1: key", words=("key",))


def typed(*lines, options=()):
    person = Typed(*lines)
    assert main(["http_middleware", *options], person.screen) == 0
    return " ".join(person.shown.split())


def test_five_right_predictions_are_all_right():
    shown = typed(*(word for answers in MIDDLEWARE for word in answers))
    assert shown.count("All right.") == 5
    assert "5 of 5 timelines predicted. Now write it: " in shown


def test_what_comes_is_shown_before_each_question():
    shown = typed(*MIDDLEWARE[0], "192.0.2.7", "quit")
    assert (
        "limiter: refused, remaining 0, retry_after and next_after 1_500_000_000 request 1: status, retry-after, t >"
        in shown
    )
    assert "http from 10.0.0.1; X-Forwarded-For: 198.51.100.4, 192.0.2.7 request 2: key >" in shown


@pytest.mark.slow
def test_a_wrong_key_says_the_search_and_which_mistake_has_that_key():
    shown = typed("192.0.2.7", "198.51.100.4", "198.51.100.4", "192.0.2.7", "10.0.0.3", "quit", options=("--from", "2"))
    assert "2: key: 192.0.2.7, not 198.51.100.4 <- 10.0.0.1 is trusted, 192.0.2.7 is not trusted" in shown
    assert "known mistake answers like you: " in shown
    assert 'The brief: "Stop at the first address that is not trusted, or where' in shown


@pytest.mark.slow
def test_a_wait_that_is_rounded_down_names_the_mistake_that_rounds_so():
    shown = typed("429 1 1", "429 0 0", "200 - 0", "503 7 6", "quit")
    assert "request 1: status, retry-after, t: 429 2 2, not 429 1 1 <- t is 1.5 s, rounded up" in shown
    assert "The brief: " in shown


@pytest.mark.parametrize(
    ("question", "given", "answer"),
    [
        (ASKED, "429 2", "429 2"),
        (ASKED, "429, 2", "429 2"),
        (ASKED, "200 none", "200 -"),
        (KEY, "192.0.2.7", "192.0.2.7"),
        (KEY, "2001:DB8:0:7::/64", "2001:db8:0:7::/64"),
        (KEY, "Unknown", "unknown"),
        (KEY, "none", "-"),
    ],
)
def test_an_answer_is_read_as_people_type_it(question, given, answer):
    assert read(question, given) == answer


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (ASKED, ""),
        (ASKED, "429"),
        (ASKED, "429 2 2"),
        (ASKED, "429 soon"),
        (ASKED, "429 1.5"),
        (KEY, "ann"),
        (KEY, "7"),
    ],
)
def test_what_is_no_answer_says_what_is_asked_for(question, given):
    with pytest.raises(ValueError, match=f"^http answers {', '.join(question.words)}.* or - for none, got '"):
        read(question, given)


def test_of_two_lines_both_values_are_said_and_of_none_a_dash():
    lines = [Line("message", "start 200"), Line("header", "retry-after: 1"), Line("header", "retry-after: 2")]
    assert in_columns(lines, ("status", "retry-after", "r")) == "200 1,2 -"


@pytest.mark.slow
def test_examples_are_judged_by_the_columns_that_they_name(judged):
    status, shown = judged(
        "status, retry-after: middleware('10/minute') http(limiter=refused(1500000000))=429 2 http()\n"
        "key: middleware('10/minute') http(forwarded=['198.51.100.4'])=198.51.100.4\n",
        "http_middleware",
    )
    assert status == 1
    assert "Line 2: request 1: key is 192.0.2.1 by the contract, not 198.51.100.4." in shown
    assert "1 of 2 valid; they catch " in shown


@pytest.mark.parametrize(
    "line", ["middleware('10/minute') http()=200", "status, w: middleware('10/minute') http()=200 60"]
)
def test_an_example_that_does_not_say_what_is_asked_is_told_how(judged, capsys, line):
    with pytest.raises(SystemExit):
        judged(f"{line}\n", "http_middleware")
    assert "error: line 1: it begins with what is asked: some of key, status, retry-after, r" in capsys.readouterr().err
