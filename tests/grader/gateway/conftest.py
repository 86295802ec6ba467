"""Changes the solution and puts it on trial."""

from functools import partial

import pytest

from katas.grader.gateway.scenario import Scenario
from tests.grader.gateway.solution import KATA
from tests.grading import failure_of_changed


@pytest.fixture
def judged(tmp_path):
    """Return why a level, or one scenario, finds a changed solution wrong; None if it doesn't."""
    return partial(failure_of_changed, KATA, Scenario.parse, tmp_path)
