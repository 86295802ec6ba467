"""What `pytest katas` and `pytest benchmarks` have in common.

Both may be loaded in one run: before pytest knows the option, it takes `katas/...` after `--solution` for a folder of
tests. So the option is here, once.
"""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names a learner's solution."""
    group = parser.getgroup("katas", "grading of katas")
    group.addoption(
        "--solution", metavar="PATH|MODULE:CLASS", help="grade this instead of the kata's own file; or measure it too"
    )
