"""The mock that docs/interview.md shows: `python -m tests.interview.sample` holds it again and writes its debrief."""

import re
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from katas.grader.kata import ROOT
from katas.interview.debrief.page import plain
from katas.interview.debrief.writing import debriefed
from katas.interview.numbers.amount import digits
from katas.interview.plan import USUAL, Interview
from katas.interview.session import Session, beginning
from katas.interview.stages.stages import go_on
from tests.interview.candidate import Candidate
from tests.interview.limiters import seed_of, sliding

PAGE = ROOT / "docs" / "interview.md"
MARKS = "<!-- sample -->\n```\n", "\n```\n<!-- sample ends -->"


def number_of(interview, key):
    return str([each.key for each in interview.clarifications].index(key) + 1)


def held(folder):
    """Hold the mock. Of three questions that matter one is asked; a number and an answer on own code are wrong."""
    seed = seed_of("sliding-refusals-yes")
    interview = Interview.of(seed, USUAL)
    first, second, _ = interview.numbers()
    candidate = Candidate(
        *(40, number_of(interview, "windows"), 20, number_of(interview, "costs"), "done"),
        *(700, lambda: session.limiter.write_text(sliding()), "done"),
        *(100, "done"),
        *(60, f"{digits(first.answer)} {first.unit}", 70, f"{digits(second.slips[0].value)} {second.unit}", 500),
        *(30, "True", 30, "A"),
    )
    state = beginning(seed, USUAL, mock=True, now=datetime(2026, 11, 29, 12, 0))  # noqa: DTZ001
    session = Session.begin(folder, state, candidate.clock)
    go_on(session, candidate)
    return session, debriefed(session), candidate


def shown(debrief):
    """Return a debrief as the page shows it: where Python is does not matter there."""
    return re.sub(r"\S*/(?=python|pytest)", "", plain(debrief, 80))


def write(page: Path = PAGE):
    with TemporaryDirectory() as folder:
        _, debrief, _ = held(Path(folder))
    start, end = MARKS
    before, _, rest = page.read_text(encoding="utf-8").partition(start)
    page.write_text(before + start + shown(debrief) + end + rest.partition(end)[2], encoding="utf-8")


if __name__ == "__main__":
    write()
