"""Pictures that pages show and no notebook does: each kata's, and one of a failure, as `--plot` draws it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from notebooks.lessons import LESSONS
from pictures import Picture

ROOT = Path(__file__).parent.parent
WRONG = "tests/bank/token_bucket/wrong/drops_fractions_at_grants.py"


def failure() -> bytes:
    """Let the grader draw what is wrong with a token bucket, as one types it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "failure.png"
        command = [sys.executable, "-m", "pytest", "katas/token_bucket", "--solution", WRONG, "--plot", str(path)]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603  our own
        return path.read_bytes()


def _lesson(picture: Callable[[], Picture]) -> Callable[[], bytes]:
    return lambda: picture().png


DRAWN: dict[Path, Callable[[], bytes]] = {
    ROOT / "docs" / "pictures" / "failure.png": failure,
    **{ROOT / "katas" / kata / "picture.png": _lesson(picture) for kata, picture in LESSONS.items()},
}
