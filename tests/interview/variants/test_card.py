"""What a candidate sees of graded code."""

from katas.grader.verdict import Failure, Report, Result
from katas.interview.variants.card import card_of
from katas.interview.variants.kata import kata_of


def carded(*timelines):
    levels = kata_of("sliding-yes").levels
    failures = [Failure("answer", "", timeline=each) if each else None for each in timelines]
    results = [
        Result(level.name, level.points, level.sentence, "failed" if failure else "passed", failure=failure)
        for level, failure in zip(levels, failures, strict=True)
    ]
    return card_of(kata_of("sliding-yes"), Report("sliding-yes", "limiter.py", results))


def test_levels_that_fail_on_the_timeline_of_the_first_red_one_are_said_to():
    one, other = "1/8: allow(0, ann) allow(8, ann)", "1/8: allow(0, ann) allow(1, ann) allow(8, ann)"
    assert carded("", "", "", one, one, one).endswith("\nRed on the same timeline too: refusals, everything.")
    assert carded("", "", "", one, other, one).endswith("\nRed on the same timeline too: everything.")
    assert "same timeline" not in carded("", "", "", one, other, other)
    assert "same timeline" not in carded("", "", "", "", "", one)
