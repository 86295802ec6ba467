"""An interview is kept after each step, and its time passes only while the candidate is asked."""

import json

import pytest

from katas.interview.screen.screen import Leave, TimeUp
from katas.interview.session import Session, sessions
from tests.interview.candidate import Candidate


def test_time_passes_only_while_the_candidate_is_asked(begun):
    candidate = Candidate(10, "1")
    session = begun(candidate)
    session.ask(candidate, "code", "> ")
    candidate.now += 3600  # something is being graded
    candidate.lines = [5, "2"]
    session.ask(candidate, "code", "> ")
    assert session.state.spent == {"code": 15.0}
    assert "[code: 19:50 left  interview: 42:50 left" in candidate.text


def test_the_time_before_a_pause_counts_and_the_pause_does_not(begun):
    candidate = Candidate(90, Leave("half a li"))
    session = begun(candidate)
    with pytest.raises(Leave):
        session.ask(candidate, "code", "> ")
    candidate.now += 86_400
    again = Session.resume(session.folder, candidate.clock)
    candidate.lines = [30, "done"]
    again.ask(candidate, "code", "> ")
    assert again.state.spent == {"code": 120.0}
    assert "> half a li" in candidate.text


def test_a_reader_never_finds_half_a_state(begun):
    session = begun(Candidate())
    path = session.folder / "state.json"
    with path.open(encoding="utf-8") as old:
        session.state.asked.append("edge")
        session.save()
        assert json.load(old)["asked"] == []
    assert json.loads(path.read_text(encoding="utf-8"))["asked"] == ["edge"]
    assert [each.name for each in session.folder.iterdir()] == ["state.json"]


def test_a_seed_twice_on_a_day_has_two_folders(begun):
    assert [begun(Candidate()).folder.name for _ in range(2)] == ["1-2026-11-29", "1-2026-11-29-2"]


def test_the_last_one_that_was_worked_on_is_the_last(begun, tmp_path):
    first, second = begun(Candidate(), 1), begun(Candidate(), 2)
    first.state.asked.append("edge")
    first.save()
    assert sessions(tmp_path) == [second.folder, first.folder]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"seed": 1}', '{"what": 2}'])
def test_a_state_that_cannot_be_read_is_named(begun, text):
    session = begun(Candidate())
    (session.folder / "state.json").write_text(text)
    with pytest.raises(ValueError, match=r"state\.json can't be read: "):
        Session.resume(session.folder, lambda: 0.0)


def test_an_interview_that_would_be_another_one_now_is_not_gone_on_with(begun):
    session = begun(Candidate())
    session.state.drawn = "grid-yes+what is no more"
    session.save()
    with pytest.raises(ValueError, match="was begun with another version"):
        Session.resume(session.folder, lambda: 0.0)


def test_in_a_mock_the_end_of_the_time_ends_the_step(begun):
    candidate = Candidate(301, "too late")
    session = begun(candidate, mock=True)
    assert session.begins("clarify")
    with pytest.raises(TimeUp):
        session.ask(candidate, "clarify", "> ")
    assert session.state.cut == ["clarify"]
    assert not session.begins("clarify")


def test_practice_goes_on_after_the_end_of_the_time(begun):
    candidate = Candidate(301, "late", "later")
    session = begun(candidate)
    assert session.ask(candidate, "clarify", "> ") == "late"
    assert session.ask(candidate, "clarify", "> ") == "later"
    assert "[clarify: 0:01 over  interview: 42:59 left" in candidate.text


def test_the_state_of_what_is_not_asked_yet_gives_no_answer_away(begun):
    session = begun(Candidate(), 3)
    kept = (session.folder / "state.json").read_text()
    assert session.interview.variant.name not in kept
    assert session.interview.twist not in kept
