"""Questions on the candidate's own class are answered by that class, and none of its troubles reaches the candidate."""

from collections import Counter

import pytest

from katas.interview.own_code.drawing import after_a_timeline, two_timelines
from katas.interview.own_code.question import CHOICES, OwnQuestion, in_words
from katas.interview.own_code.timelines import FEWEST_CALLS, MOST_CALLS, granted_last, telling, told_apart
from katas.interview.stages.own_code import own_code
from katas.interview.variants.catalogue import OFFERED
from katas.interview.variants.variant import Variant
from tests.interview.candidate import Candidate
from tests.interview.limiters import CRASHES, GRID, HANGS, seed_of, sliding

SLIDING = Variant.of("sliding-yes")


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "limiter.py"
        path.write_text(text)
        return path

    return write


def test_the_class_is_asked_and_not_the_rules(file):
    never = sliding().replace("return granted", "return False")
    always = sliding().replace("return granted", "return True")
    assert after_a_timeline(SLIDING, file(never), "1").answer == "False"
    assert after_a_timeline(SLIDING, file(always), "1").answer == "True"
    assert two_timelines(SLIDING, file(never), "1").answer == "neither"
    assert two_timelines(SLIDING, file(always), "1").answer == "both"


@pytest.mark.slow
def test_the_same_seed_asks_the_same(file):
    path = file(GRID)
    assert after_a_timeline(SLIDING, path, "7") == after_a_timeline(SLIDING, path, "7")
    assert after_a_timeline(SLIDING, path, "7").text != after_a_timeline(SLIDING, path, "8").text


@pytest.mark.parametrize(
    "text",
    [
        CRASHES,
        pytest.param(HANGS, marks=pytest.mark.slow),
        "x = (",
        "",
        "raise SystemExit",
        sliding().replace("return granted", "return 7"),
    ],
)
def test_a_class_that_gives_no_answers_gives_a_question_on_the_rules(file, text):
    question = after_a_timeline(SLIDING, file(text), "1")
    assert question.about == "the rules"
    assert question.note
    assert "Traceback" not in question.note + question.proof
    assert question.answer in ("True", "False")


def test_the_stage_says_what_a_question_is_about(begun):
    candidate = Candidate("perhaps", "true", "skip")
    session = begun(candidate, seed_of("sliding-yes"))
    session.limiter.write_text(CRASHES)
    own_code(session, candidate)
    assert "Your class gave no answers" in candidate.text
    assert "Type True or False; got 'perhaps'." in candidate.text
    assert session.state.own_code[0]["verdict"] in ("right", "wrong")
    assert session.state.own_code[1]["verdict"] == "skipped"


@pytest.mark.parametrize("variant", OFFERED, ids=lambda variant: variant.name)
def test_every_variant_has_timelines_that_tell(variant):
    timelines = [timeline for timeline, _ in zip(telling(variant, "1"), range(8), strict=False)]
    assert len(timelines) == 8
    assert all(FEWEST_CALLS <= len(timeline.calls) <= MOST_CALLS for timeline in timelines)


def test_every_answer_to_a_pair_of_timelines_comes_up():
    drawn = [(variant, next(told_apart(variant, seed))) for variant in OFFERED for seed in "12345"]
    ends = Counter(tuple(granted_last(variant, each) for each in pair) for variant, pair in drawn)
    assert len(ends) == 4
    assert min(ends.values()) > len(drawn) / 12


@pytest.mark.parametrize(
    ("typed", "read"), [("A", "A"), ("b", "B"), ("BOTH", "both"), ("nei", "neither"), ("", None), ("AB", None)]
)
def test_an_answer_is_read_as_it_is_meant(typed, read):
    assert OwnQuestion("", CHOICES, "A", "").read(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("3", "wait 3"),
        ("wait 03", "wait 3"),
        ("0", "granted"),
        ("Granted", "granted"),
        ("x", None),
        ("-1", None),
        ("²", None),
    ],
)
def test_a_wait_is_a_whole_number(typed, read):
    assert OwnQuestion("", (), "wait 3", "").read(typed) == read


def test_an_answer_is_told_as_the_class_gives_it():
    assert in_words("granted", wait=True) == "it answers 0, which means granted"
    assert in_words("wait 3", wait=True) == "it answers 3"
    assert in_words("both", wait=False) == "it is both"
