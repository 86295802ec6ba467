"""Changes the solution and puts it on trial."""

from functools import partial

import pytest

from katas.grader.http.exchange import Exchange
from tests.grader.http.solution import KATA
from tests.grading import failure_of_changed


@pytest.fixture
def judged(tmp_path):
    """Return why a level, or one exchange, finds a changed solution wrong; None if it doesn't."""
    return partial(failure_of_changed, KATA, Exchange.parse, tmp_path)
