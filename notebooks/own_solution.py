"""Your own solution, graded as on the command line, and drawn beside the reference."""

import re
import runpy
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from pictures import ALGORITHMS, Picture, Trace, compare, grid, record
from pictures.traffic import END, QUOTA, TRAFFIC
from ratelimit import Meter, Quota

ROOT = Path(__file__).parent.parent
METERS = {  # kata -> the class to write, and the reference
    "fixed_window": ("FixedWindow", "fixed window"),
    "sliding_log": ("SlidingLog", "sliding log"),
    "sliding_window_counter": ("SlidingWindowCounter", "sliding counter"),
    "token_bucket": ("TokenBucket", "token bucket"),
    "leaky_bucket": ("LeakyBucket", "leaky bucket"),
    "gcra": ("GCRA", "GCRA"),
}


class Graded:
    """The grader's card and picture."""

    def __init__(self, card: str, png: bytes) -> None:
        self.card, self.png = card, png

    def __repr__(self) -> str:
        return self.card

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        if not self.png:
            return {"text/plain": self.card}, {}
        width = int.from_bytes(self.png[16:20], "big") // 2  # sharp screens have two pixels for one
        return {"image/png": b64encode(self.png).decode(), "text/plain": self.card}, {"image/png": {"width": width}}


def grade(kata: str, path: str | Path) -> Graded:
    """Run `pytest katas/KATA --solution PATH --plot ...`."""
    whole = Path(path).is_absolute()
    where, name = (Path(path).parent, Path(path).name) if whole else (ROOT, str(path))
    with TemporaryDirectory() as folder:
        plot = Path(folder) / "plot.png"
        options = ("--solution", name, "--plot", str(plot), "--color=no")  # a notebook asks programs for colour
        command = [sys.executable, "-m", "pytest", str(ROOT / "katas" / kata), *options]
        done = subprocess.run(command, cwd=where, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  our own
        return Graded(steady((done.stdout + done.stderr).strip()), plot.read_bytes() if plot.exists() else b"")


def steady(card: str) -> str:
    """Return a card without what differs between machines: times, bytes, and where the project and its Python are.

    Commands are as they are typed in the project's folder, each in one line: where a card breaks them depends on the
    length of its paths.
    """
    unsteady = re.compile(r"^Picture: |^  +yours +reference$|^  byte")
    card = "\n".join(line for line in card.splitlines() if not unsteady.match(line))
    card = re.sub(r" \\\n  (--.*(?:\n    .*)*)", lambda match: " " + re.sub(r"\n +", " ", match[1]), card)
    card = re.sub(r"(?<=: )\S*pytest \S*katas/", "pytest katas/", card)
    return re.sub(r" +\d+\.\d s$", "", card, flags=re.MULTILINE)


def compare_all(kata: str, path: str | Path) -> Picture:
    """Draw it below the reference, for the five kinds of traffic. Grade it first: an endless loop would hang here."""
    columns = {name: list(_stories(kata, path, traffic)) for name, traffic in TRAFFIC.items()}
    return grid(columns, f"{METERS[kata][1]}: the reference and yours")


def first_difference(kata: str, path: str | Path, name: str) -> Picture:
    """Draw it below the reference, for one kind of traffic, and mark the first answer that differs."""
    return compare(*traces(kata, path, name), title=_full(name).replace("\n", ", "))


def traces(kata: str, path: str | Path, name: str) -> tuple[Trace, Trace]:
    """Return the reference's trace and yours, for one kind of traffic."""
    return _stories(kata, path, TRAFFIC[_full(name)])


def _full(name: str) -> str:
    return next(each for each in TRAFFIC if each.startswith(name))


def _stories(kata: str, path: str | Path, traffic: Callable[[Meter], list[tuple[int, int]]]) -> tuple[Trace, Trace]:
    own: Callable[[Quota], Meter] = runpy.run_path(str(ROOT / path))[METERS[kata][0]]
    reference = ALGORITHMS[METERS[kata][1]]
    return (
        record("reference", reference(QUOTA), traffic(reference(QUOTA)), (0, END)),
        record("yours", own(QUOTA), traffic(own(QUOTA)), (0, END)),
    )


def new_file() -> Path:
    """Return a path for a solution that a cell will write."""
    return Path(mkdtemp()) / "yours.py"


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401  IPython's
    """Add `%%solution NAME`, which writes its cell to the file whose path is in the variable NAME."""

    def solution(line: str, cell: str) -> None:
        shell.user_ns[line.strip()].write_text(cell, encoding="utf-8")

    shell.register_magic_function(solution, "cell")
