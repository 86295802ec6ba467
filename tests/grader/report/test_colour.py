"""Colour is added to a card that is complete without it, where pytest would colour too."""

import re

import pytest

from katas.grader.report.colour import painted
from tests.grader.report.test_options import WRONG, without_seconds
from tests.grading import grade, grade_alone

ESCAPE = re.compile(r"\033\[[0-9;]*m")
RACE = "tests/bank/keyed_limiter/wrong/no_lock.py"


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("kata", "options"),
    [
        ("token_bucket", ("--solution", WRONG, "--hint")),
        ("token_bucket", ()),
        ("keyed_limiter", ("--solution", RACE, "--why")),
        ("", ()),
    ],
)
def test_colour_changes_no_word(kata, options):
    plain, coloured = (grade(kata, *options, f"--color={how}").text for how in ("no", "yes"))
    assert "\033" not in plain
    assert ESCAPE.search(coloured)
    assert without_seconds(ESCAPE.sub("", coloured)) == without_seconds(plain)


@pytest.mark.slow
def test_pytests_own_variables_decide():
    assert "\033" not in grade_alone("token_bucket").text
    assert "\033" in grade_alone("token_bucket", FORCE_COLOR="1").text
    assert "\033" not in grade_alone("token_bucket", FORCE_COLOR="1", NO_COLOR="1").text


def test_what_is_expected_is_green_and_yours_is_red():
    card = painted("    now  call    expected  yours\n  >  18  take()  granted   wait 2     <- room for 1 1/4 at 18")
    assert "\033[32mgranted   \033[0m\033[31mwait 2\033[0m     <- room" in card
    card = painted("        expected  granted\n        yours     wait 2")
    assert card == "        \033[32mexpected  granted\033[0m\n        \033[31myours     wait 2\033[0m"


def test_marks_have_their_colours():
    assert painted("  ✓ 1 burst     10/10") == "  \033[32;1m✓\033[0m 1 burst     10/10"
    assert painted("  ✗ 2 refill     0/15  a law") == "  \033[31;1m✗\033[0m 2 refill     0/15  a law"
    assert painted("  · 3-9 locked") == "\033[2m  · 3-9 locked\033[0m"
    assert painted("✓ gcra     100/100  █") == "\033[32;1m✓\033[0m gcra     100/100  █"
    assert painted("> 30 first = 1") == "\033[31;1m>\033[0m 30 first = 1"
    assert painted("     > 30 first = 1") == "     \033[31;1m>\033[0m 30 first = 1"
