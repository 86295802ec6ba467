"""The pictures that pages other than notebooks show: each kata's, one of a failure, and one from a notebook."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from notebooks.kata_pictures import KATA_PICTURES
from notebooks.notebook import HERE, pictures, read
from pictures import Picture

ROOT = HERE.parent
WRONG = "tests/bank/token_bucket/wrong/drops_fractions_at_grants.py"


def burst() -> bytes:
    """Return the first picture of the first notebook."""
    cells = read(HERE / "1_five_ways_to_meet_a_burst.ipynb").cells
    return pictures(next(cell for cell in cells if cell.id == "all-of-it"))[0]


def failure() -> bytes:
    """Let the grader draw what is wrong with a token bucket, with the command that a learner types."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "failure.png"
        command = [sys.executable, "-m", "pytest", "katas/token_bucket", "--solution", WRONG, "--plot", str(path)]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603  our own
        return path.read_bytes()


def _bytes(picture: Callable[[], Picture]) -> Callable[[], bytes]:
    return lambda: picture().png


PAGE_PICTURES: dict[Path, Callable[[], bytes]] = {
    ROOT / "docs" / "pictures" / "burst.png": burst,
    ROOT / "docs" / "pictures" / "failure.png": failure,
    **{ROOT / "katas" / kata / "picture.png": _bytes(picture) for kata, picture in KATA_PICTURES.items()},
}
