"""A card's note says in plain words what there is before a call."""

import pytest

from katas.grader.report.text_timeline import quota_of, table
from katas.grader.timeline import Timeline
from katas.grader.verdict import Row
from katas.interview.variants.laws.explanation import state
from katas.interview.variants.variant import Variant


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sliding-yes", "1/8: allow(0, ann) allow(8, ann)", "what counts in (0, 8]: nothing; 0 of 1 used"),
        ("sliding-yes", "1/8: allow(1, ann) allow(8, ann)", "what counts in (0, 8]: at 1; 1 of 1 used"),
        (
            "sliding-after-yes",
            "2/8: allow(0, ann) allow(1, ann) allow(8, ann)",
            "what counts in [0, 8]: at 0, 1; 2 of 2 used",
        ),
        ("sliding-costs-yes", "3/8: allow(1, ann, 2) allow(8, ann)", "what counts in (0, 8]: 2 at 1; 2 of 3 used"),
        ("sliding-wait", "1/8: take(0, ann) take(1, ann)", "what counts in [0, 1]: at 0; 1 of 1 used"),
        ("grid-after-yes", "1/8: allow(0, ann)", "window [0, 0] has 0 of 1 used"),
        ("sliding-costs-yes", "2/8 + 1/8: allow(0, ann, 2)", "also grants at most 1 at once, so never 2"),
        ("sliding-costs-yes", "2/8: allow(0, ann, 3)", "quota grants at most 2 at once, so never 3"),
        ("bucket-burst-costs-yes", "2/8 burst 1: allow(0, ann, 2)", "quota grants at most 1 at once, so never 2"),
        ("sliding-costs-yes", "2/8: allow(0, ann, 0)", "a cost is at least 1"),
        (
            "grid-yes",
            "2/8 + 1/4: allow(0, ann) allow(1, ann)",
            "quota: window [0, 8) has 1 of 2 used; also: window [0, 4) has 1 of 1 used",
        ),
    ],
)
def test_what_there_is_before_the_last_call(name, text, said):
    timeline = Timeline.parse(text)
    assert state(Variant.of(name), timeline, len(timeline.calls) - 1) == said


def test_that_a_refused_request_counts_is_told_where_the_wait_depends_on_it_and_not_before():
    variant, timeline = Variant.of("sliding-refusals-after-wait"), Timeline.parse("1/8: take(0, ann) take(1, ann)")
    there = "what counts in [0, 1]: at 0; 1 of 1 used"
    assert state(variant, timeline, 1, "refused") == there
    assert state(variant, timeline, 1, "wait 9") == f"{there}; this one is refused, and counts from now on"
    assert state(variant.but(refusals=False), timeline, 1, "wait 8") == there


def test_several_quotas_are_named_as_the_constructor_calls_them():
    assert quota_of("2/8 + 1/8: allow(0, ann)") == (
        "quota: Quota(limit=2, period=8, burst=2), also: Quota(limit=1, period=8, burst=1)"
    )
    assert quota_of("2/8 + Pro 1/8: allow(0, ann)").partition(", plan Pro: ")[2].startswith("Quota(limit=1, ")
    assert quota_of("TokenBucket 2/8 + FixedWindow 1/8: take(0)") == "0: TokenBucket 2/8, 1: FixedWindow 1/8"


def test_a_line_of_quotas_breaks_between_two_of_them():
    rows = (Row(0, "allow(ann)", "True", "True"),)
    assert table("Smallest timeline found", rows, "1/8 + 2/33: allow(0, ann)", width=78)[1:3] == [
        "  quota: Quota(limit=1, period=8, burst=1),",
        "  also: Quota(limit=2, period=33, burst=2)",
    ]


def test_a_quota_of_huge_numbers_breaks_at_spaces():
    huge = 10**30
    rows = (Row(0, "allow(ann)", "True", "True"),)
    lines = table("Smallest timeline found", rows, f"{huge}/{huge}: allow(0, ann)", width=78)
    assert sum(str(huge) in line for line in lines) == 3
