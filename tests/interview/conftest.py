"""Interviews in a folder of their own."""

from datetime import datetime

import pytest

from katas.interview.plan import USUAL
from katas.interview.session import Session, beginning
from katas.interview.stages.stages import go_on

NOON = datetime(2026, 11, 29, 12, 0)  # noqa: DTZ001  as a clock on the wall shows it


@pytest.fixture
def begun(tmp_path):
    """Begin an interview for a candidate."""

    def begin(candidate, seed=1, *, mock=False, minutes=USUAL):
        return Session.begin(tmp_path, beginning(seed, minutes, mock=mock, now=NOON), candidate.clock)

    return begin


@pytest.fixture
def held(begun):
    """Begin an interview and go through it."""

    def hold(candidate, seed=1, **options):
        session = begun(candidate, seed, **options)
        go_on(session, candidate)
        return session

    return hold
