import pytest

from katas.predict.__main__ import main
from katas.predict.answer import read
from katas.predict.played import in_short
from katas.predict.question import Question
from tests.review.screens import Typed

PLUGIN = (
    ("free", "payer", "ann", "pay", "all"),
    ("all", "all", "all", "all 60", "all", "all 59"),
    ("gold", "pay 1", "gold", "gold 60", "none"),
    ("ann", "ann", "all", "all 60"),
    ("all", "all 60", "all 60", "new", "all"),
)
ASKED = Question("access", "consumer ann", words=("gold", "all", "none"))


def typed(*lines, options=()):
    person = Typed(*lines)
    assert main(["gateway_plugin", *options], person.screen) == 0
    return " ".join(person.shown.split())


def test_five_right_predictions_are_all_right():
    shown = typed(*(word for answers in PLUGIN for word in answers))
    assert shown.count("All right.") == 5
    assert "5 of 5 timelines predicted. Now write it: " in shown


def test_the_file_is_shown_before_the_first_request_and_a_new_one_where_it_comes():
    shown = typed("all", "quit", options=("--from", "5"))
    assert "- {name: all, limits: [1/minute]} consumer ann > all reload: - {name: all, limits: [1/minute], se" in shown
    assert "count_by: color} consumer ann, service bank > quit" in shown


def test_a_wrong_prediction_says_which_policies_fit_and_which_mistake_answers_so():
    shown = typed("gold", "payer", "ann", "pay", "all", "quit")
    assert "consumer bob, groups gold, free: free, not gold <- fits: free (group free), then gold (group gold)" in shown
    assert "known mistake answers like you: " in shown
    assert 'The brief: "Groups. A policy for a group fits if the request has that group among others.' in shown


def test_what_a_refusal_spends_is_told_with_its_law():
    shown = typed("gold", "pay 1", "gold 60", "gold 60", "none", "quit", options=("--from", "3"))
    assert "groups gold: gold, not gold, wait 60 s <- " in shown
    assert 'The brief: "Global rules.' in shown


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("gold", "gold"),
        ("Gold 59", "gold, wait 59 s"),
        ("gold 59 s", "gold, wait 59 s"),
        ("gold, wait 1.5 s", "gold, wait 1.5 s"),
        ("gold 0", "gold"),
        ("none", "none"),
        ("200 allowed, no policy", "none"),
        ("429 refused, gold, 59 s", "gold, wait 59 s"),
    ],
)
def test_a_verdict_is_read_as_people_type_it(given, answer):
    assert read(ASKED, given) == answer


@pytest.mark.parametrize("given", ["", "silver", "59", "gold soon", "gold -1"])
def test_what_is_no_verdict_says_which_policies_there_are(given):
    with pytest.raises(ValueError, match=r"^access answers one of gold, all, none, and any wait, got '"):
        read(ASKED, given)


def test_a_strange_verdict_is_left_as_it_is():
    assert in_short("200 allowed, no policy") == "none"
    assert in_short("429 refused, gold, 0.5 s") == "gold, wait 0.5 s"
    assert in_short("503 refused, gold, 0.5 s") == "503 refused, gold, 0.5 s"


def test_examples_are_judged(judged):
    status, shown = judged(
        "plugin(policy('all', '1/minute')) access(consumer='ann')=all access(consumer='ann') "
        "reload(policy('all', '1/minute')) access(consumer='ann')=all 60\n",
        "gateway_plugin",
    )
    assert status == 0
    assert shown.startswith("All valid; they catch ")
    assert "The first that they miss, at the level scope: " in shown


@pytest.mark.slow
def test_an_example_whose_first_file_has_a_mistake_or_whose_answer_is_wrong_is_told(judged):
    status, shown = judged(
        "plugin(policy('all', '1/minute', count_by='color')) access()=all\n"
        "plugin(policy('all', '1/minute')) access()=all access()=all\n",
        "gateway_plugin",
    )
    assert status == 1
    assert "Line 1 does not fit this kata: its first file has a mistake, so nothing can be asked." in shown
    assert "Line 2: a request that has nothing is all, wait 60 s by the contract, not all." in shown


def test_a_reload_has_no_answer(judged, capsys):
    with pytest.raises(SystemExit):
        judged("plugin(policy('all', '1/minute')) reload()=all access()=all\n", "gateway_plugin")
    assert "error: line 1: reload(...) has no answer" in capsys.readouterr().err
