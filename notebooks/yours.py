"""A solution of one's own, graded as one types it, and drawn beside the reference."""

import re
import runpy
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from pictures import ALGORITHMS, Picture, Story, compare, grid, watch
from pictures.traffic import END, QUOTA, TRAFFIC
from ratelimit import Meter, Quota

ROOT = Path(__file__).parent.parent
METERS = {  # katas -> the class to write, and the reference
    "fixed_window": ("FixedWindow", "fixed window"),
    "sliding_log": ("SlidingLog", "sliding log"),
    "sliding_window_counter": ("SlidingWindowCounter", "sliding counter"),
    "token_bucket": ("TokenBucket", "token bucket"),
    "leaky_bucket": ("LeakyBucket", "leaky bucket"),
    "gcra": ("GCRA", "GCRA"),
}


class Graded:
    """What the grader says and draws."""

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
    """Type `pytest katas/KATA --solution PATH --plot ...`. What machines differ in is left out of the card."""
    whole = Path(path).is_absolute()
    where, name = (Path(path).parent, Path(path).name) if whole else (ROOT, str(path))
    with TemporaryDirectory() as folder:
        plot = Path(folder) / "plot.png"
        command = [sys.executable, "-m", "pytest", str(ROOT / "katas" / kata), "--solution", name, "--plot", str(plot)]
        done = subprocess.run(command, cwd=where, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  our own
        lines = (done.stdout + done.stderr).strip().splitlines()
        unsteady = re.compile(r"^Picture: |^  +yours +reference$|^  byte")
        card = "\n".join(line for line in lines if not unsteady.match(line))
        card = re.sub(r"^This grader .*?^(?=Compare)", "", card, flags=re.MULTILINE | re.DOTALL)
        return Graded(
            re.sub(r" +\d+\.\d s$", "", card, flags=re.MULTILINE), plot.read_bytes() if plot.exists() else b""
        )


def beside(kata: str, path: str | Path) -> Picture:
    """Draw it below the reference, under the five kinds of traffic. Grade it first: what hangs there hangs here too."""
    columns = {name: list(_stories(kata, path, traffic)) for name, traffic in TRAFFIC.items()}
    return grid(columns, f"{METERS[kata][1]}: the reference, and yours")


def parting(kata: str, path: str | Path, name: str) -> Picture:
    """Draw it below the reference, under one kind of traffic, and mark where they part."""
    return compare(*stories(kata, path, name), title=_full(name).replace("\n", ", "))


def stories(kata: str, path: str | Path, name: str) -> tuple[Story, Story]:
    """Return the reference's story and yours, under one kind of traffic."""
    return _stories(kata, path, TRAFFIC[_full(name)])


def _full(name: str) -> str:
    return next(each for each in TRAFFIC if each.startswith(name))


def _stories(kata: str, path: str | Path, traffic: Callable[[Meter], list[tuple[int, int]]]) -> tuple[Story, Story]:
    own: Callable[[Quota], Meter] = runpy.run_path(str(ROOT / path))[METERS[kata][0]]
    reference = ALGORITHMS[METERS[kata][1]]
    return (
        watch("reference", reference(QUOTA), traffic(reference(QUOTA)), (0, END)),
        watch("yours", own(QUOTA), traffic(own(QUOTA)), (0, END)),
    )


def new_file() -> Path:
    """Return the path of a solution that is still to be written."""
    return Path(mkdtemp()) / "yours.py"


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401  IPython's
    """Add `%%solution NAME`: it writes the cell to the file whose path the name is."""

    def solution(line: str, cell: str) -> None:
        shell.user_ns[line.strip()].write_text(cell, encoding="utf-8")

    shell.register_magic_function(solution, "cell")
