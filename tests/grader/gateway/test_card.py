"""What a card shows of a plugin that is wrong: the smallest file, the requests, both verdicts."""

import re

import pytest

from katas.grader.report.policies import policies as policy_lines
from katas.grader.verdict import Row
from tests.grader.gateway.solution import KATA, LAWS
from tests.grading import grade


@pytest.mark.parametrize(
    ("law", "change", "shown"),
    [
        (
            "groups",
            ("sorted({group for group in request.groups if group})", "list(request.groups)"),
            (
                "plugin(policy('all', '1/minute', group='gold'), policy('new', '1/minute', group='free')) "
                "access(groups=['gold', 'free'])"
            ),
        ),
        (
            "reload",
            ("kept if kept and kept[0] == limits else (", "("),
            (
                "plugin(policy('all', '1/minute')) access(consumer='ann') reload(policy('all', '1/minute')) "
                "access(consumer='ann')"
            ),
        ),
    ],
)
def test_what_is_shown_is_as_small_as_can_be(judged, law, change, shown):
    assert judged(LAWS[law], change).timeline == shown


def test_a_policy_file_stands_above_the_requests_and_both_verdicts_below_the_one_that_differs():
    rows = (
        Row(1, "policy", "- {name: all, limits: [1/minute]}", ""),
        Row(1, "consumer ann", "200 allowed, all", "200 allowed, all"),
        Row(2, "policy", "- {name: new, limits: [1/minute]}", ""),
        Row(2, "reload(policies)", "loaded", "loaded"),
        Row(3, "consumer ann", "200 allowed, new", "429 refused, new, 60 s"),
    )
    assert policy_lines("Smallest policy file found", rows, "", "new counts consumer 'ann': grants", width=80) == [
        "Smallest policy file found:",
        "    - {name: all, limits: [1/minute]}",
        "  1. consumer ann",
        "        200 allowed, all",
        "  then this file:",
        "    - {name: new, limits: [1/minute]}",
        "  2. reload(policies)",
        "        loaded",
        "  > 3. consumer ann",
        "        expected  200 allowed, new",
        "        yours     429 refused, new, 60 s",
        "    <- new counts consumer 'ann': grants",
    ]


def test_no_line_is_wider_than_the_card():
    rows = (
        Row(1, "policy", "- {name: " + "long " * 30 + "}", ""),
        Row(1, "groups " + "gold, " * 40, "ValueError that names " + "all and limits, or " * 9, "loaded"),
    )
    assert max(map(len, policy_lines("Policy file", rows, "", "why " * 40, width=80))) <= 80


@pytest.mark.slow
def test_a_card_replays_what_it_shows():
    path = "tests/bank/gateway_plugin/wrong/groups_as_they_come.py"
    card = grade(KATA.name, "--solution", path)
    assert card.status == 1
    [typed] = re.findall(r'--replay "(.*?)"', card.text, re.DOTALL)
    again = grade(KATA.name, "--solution", path, "--replay", typed)
    assert again.status == 1
    assert "The verdict names another policy." in again.text
    wrong = grade(KATA.name, "--replay", "1/8: take(0)")
    assert wrong.status == 4
    assert "--replay: a scenario looks like" in wrong.text
