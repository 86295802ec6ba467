"""A card in a notebook is the same wherever the project is."""

import pytest

from katas.grader.report.pytest_command import typed
from notebooks.own_solution import steady

FOLDERS = ["", "/tmp/c/.venv/bin/", "/home/somebody/projects/ratelimit-katas/.venv/bin/"]  # noqa: S108  never opened


@pytest.mark.parametrize(
    "option", ["--why", '--replay "1/8 burst 2: take(0) take(2) take(9)"', f'--replay "{"x " * 60}"']
)
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_command_is_in_one_line_however_long_its_paths_are(folder, option):
    katas = f"{folder.removesuffix('.venv/bin/')}katas/token_bucket"
    lines = typed("Why:", f"{folder}pytest {katas} --solution yours.py", option, 78)
    card = "\n".join(["  ✗ 2 refill  0/15", *lines, "Add -s to that.    1.2 s"])
    assert steady(card).splitlines() == [
        "  ✗ 2 refill  0/15", f"Why: pytest katas/token_bucket --solution yours.py {option}", "Add -s to that.",
    ]  # fmt: skip
