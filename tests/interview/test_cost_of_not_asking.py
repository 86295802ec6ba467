"""Who has written the limiter of another answer is told that answer, and no other."""

import pytest

from katas.interview.debrief.answers import assumed
from katas.interview.debrief.cost import cost_of
from katas.interview.debrief.rule import rules_of
from katas.interview.stages.grading import found, graded
from katas.interview.variants.catalogue import OFFERED, neighbours
from katas.interview.variants.clarifications import clarifications
from katas.interview.variants.kata import kata_of
from tests.interview.candidate import Candidate
from tests.interview.limiters import seed_of
from tests.interview.variants.solutions import solution

ASKED = ("windows", "edge", "refusals", "burst", "back")
PAIRS = [(variant, key, other) for variant in OFFERED for key in ASKED for other in neighbours(variant).get(key, ())]


def handed_in(begun, variant, text):
    """An interview in which nothing was asked, with a graded file."""
    session = begun(Candidate(), seed_of(variant.name), mock=True)
    for path in (session.limiter, session.written):
        path.write_text(text)
    session.state.graded["code"] = found(graded(session, kata_of(variant.name), every=True))
    return session


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variant", "key", "other"), PAIRS[::11], ids=lambda value: value if isinstance(value, str) else value.name
)
def test_a_right_limiter_of_another_answer_is_told_which_one_it_fits(begun, variant, key, other):
    session = handed_in(begun, variant, solution(other))
    rules = rules_of(session)
    sentences, points, still_red = cost_of(session, rules)
    red = {rule.key for rule in rules if not rule.green}
    if not red:  # it keeps the rule too: a clock that may go back is no trouble where it never does
        assert points == 0
        return
    said = next(each.answer for each in clarifications(other) if each.key == key)
    assert any(f"Your code fits another answer: {said}" in sentence for sentence in sentences), sentences
    assert not any("no other answer makes it green" in sentence for sentence in sentences)
    assert still_red == ()
    assert points == 100 - session.state.graded["code"]["points"]


@pytest.mark.slow
@pytest.mark.parametrize("variant", OFFERED[::7], ids=lambda variant: variant.name)
def test_a_right_limiter_has_lost_nothing(begun, variant):
    session = handed_in(begun, variant, solution(variant))
    sentences, points, still_red = cost_of(session, rules_of(session))
    assert (points, still_red) == (0, ())
    assert all(sentence.endswith("it cost no points.") for sentence in sentences)
    assert assumed(variant, session.written, []).answers == {}
