from functools import cache

import pytest

from katas.grader.kata import load_kata
from katas.predict.__main__ import main
from katas.predict.answer import alike
from katas.predict.brief import law_of, sentence_with
from katas.predict.known import asking
from katas.predict.question import questions
from katas.predict.timelines import TIMELINES
from katas.review.planted import planted
from tests.review.screens import Typed

BUCKET = (
    ("0", "0", "10", "1", "0"),
    ("0", "1", "0", "3"),
    ("error", "0", "0", "5"),
    ("0", "6", "0", "1"),
    ("0", "error", "5", "1 0", "1"),
)


def typed(*lines, options=(), kata="token_bucket"):
    person = Typed(*lines)
    assert main([kata, *options], person.screen) == 0
    return " ".join(person.shown.split())


@cache
def contract(kata):
    with asking(load_kata(kata), TIMELINES[kata]) as process:
        return process.known().expected


def test_five_right_predictions_are_all_right():
    shown = typed(*(word for answers in BUCKET for word in answers))
    assert shown.count("All right.") == 5
    assert "5 of 5 timelines predicted. Now write it: " in shown


def test_a_wrong_prediction_names_the_mistake_that_answers_so_and_the_sentence_of_the_brief():
    shown = typed("0", "10", "10", "1", "0", "quit")
    assert "take(0): granted, not wait 10 <- tokens: 1 of 2" in shown
    assert "A known mistake answers like you: Holds the limit instead of the burst." in shown
    assert 'The brief: "It holds at most quota.burst tokens, is full when new' in shown


@pytest.mark.slow
def test_a_mistake_that_answers_so_only_at_first_is_told_for_that_much():
    shown = typed("0", "0", "1", "0", "7", "quit")
    assert "Up to call 3, a known mistake answers like you: Answers a refusal with 1" in shown
    assert "A known mistake answers like you" not in shown


def test_a_prediction_that_breaks_a_law_is_told_that_law():
    shown = typed("0", "20", "5", "1 0", "1", options=("--from", "5"))
    assert "take(20, 2): ValueError, not wait 20" in shown
    assert 'The brief: "Never is an error. A cost below 1 or above the capacity raises ValueError.' in shown
    assert "0 of 1 timelines predicted" in shown


def test_what_cant_be_read_is_asked_again_and_says_what_to_type():
    shown = typed("perhaps", "0", "quit")
    assert "take answers 0, the ticks to wait, or error, got 'perhaps'" in shown
    assert shown.count("take(0) >") == 3


@pytest.mark.slow
def test_a_skipped_timeline_is_explained_and_not_counted():
    shown = typed("skip", *(word for answers in BUCKET[1:] for word in answers))
    assert "take(9): wait 1" in shown
    assert "4 of 5 timelines predicted" in shown


@pytest.mark.parametrize("end", [None, KeyboardInterrupt(), "quit"], ids=["end of input", "^C", "quit"])
def test_leaving_says_how_to_go_on(end):
    shown = typed(*BUCKET[0], "0", end)
    assert "-m katas.predict token_bucket --from 2" in shown
    assert "2 of 5 limit 3" in typed(end, options=("--from", "2"))


def test_a_kata_without_timelines_says_which_have_them(capsys):
    with pytest.raises(SystemExit):
        main(["no_kata"], Typed().screen)
    assert "there is nothing to predict of no_kata; there is of fixed_window, " in capsys.readouterr().err


@pytest.mark.parametrize("kata", TIMELINES)
def test_each_kata_has_five_timelines_that_can_be_answered_and_what_its_brief_says(kata):
    asked = TIMELINES[kata]
    assert len({each.timeline for each in asked}) == len(asked) == 5
    for each in asked:
        assert str(load_kata(kata).parse(each.timeline)) == each.timeline
        asks = questions(load_kata(kata), each)
        assert 3 <= len(asks) <= 6
        assert all(len(one.text) < 64 for one in asks)
        assert sentence_with(each.says, load_kata(kata))
    for each in planted(kata):
        assert law_of(each, load_kata(kata)) or each.law == 0


@pytest.mark.slow
@pytest.mark.parametrize("kata", TIMELINES)
def test_the_contract_answers_each_call_of_the_five(kata):
    for each, answers in zip(TIMELINES[kata], contract(kata), strict=True):
        assert len(answers) == len(questions(load_kata(kata), each))


@pytest.mark.slow
@pytest.mark.parametrize("kata", TIMELINES)
def test_the_five_tell_two_in_five_mistakes_from_a_right_limiter(kata):
    with asking(load_kata(kata), TIMELINES[kata], planted(kata)) as process:
        known = process.known()
    seen = [answers for _, answers in known.mistakes if not all(map(alike, known.expected, answers))]
    of_what_is_asked = 0.9 if load_kata(kata).shows == "calls" else 0.6  # not streams, nor texts of errors
    assert len(known.mistakes) > of_what_is_asked * len(planted(kata))
    assert len(seen) > 0.4 * len(known.mistakes)
