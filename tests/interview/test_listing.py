"""Past interviews, and the commands that a debrief names."""

import pytest

from katas.grader.kata import LADDER
from katas.grader.report.pytest_command import from_here
from katas.interview.command import python
from katas.interview.debrief.practise import KATA, TWIST
from katas.interview.listing import listing
from katas.interview.variants.twist import TWISTS
from tests.interview.candidate import Candidate


def test_interviews_are_listed_with_where_they_are(begun, tmp_path):
    session = begun(Candidate(), 7, mock=True)
    session.state.spent = {"clarify": 75.0}
    session.save()
    done = begun(Candidate(), 8)
    done.debrief.write_text("")
    first, there, second, page = listing(tmp_path).splitlines()
    assert first.split() == ["2026-11-29", "12:00", "seed", "7", "mock", "1:15", "at", "clarify"]
    assert second.split()[-1] == "done"
    assert [there.strip(), page.strip()] == [from_here(session.folder), from_here(done.debrief)]
    assert max(len(first), len(second)) <= 80


def test_a_state_that_cannot_be_read_spoils_no_list(begun, tmp_path):
    (begun(Candidate()).folder / "state.json").write_text("?")
    assert "state.json can't be read" in listing(tmp_path)


def test_no_interviews_is_a_sentence(tmp_path):
    assert listing(tmp_path).startswith("There is no interview in ")


def test_every_kata_to_practise_is_one():
    assert {*KATA.values(), *TWIST.values()} <= set(LADDER)
    assert set(TWIST) <= set(TWISTS)


@pytest.mark.parametrize("words", ["katas.interview --practice", "katas.interview --mock"])
def test_a_command_starts_this_python(words):
    assert python(words).endswith(f" -m {words}")
