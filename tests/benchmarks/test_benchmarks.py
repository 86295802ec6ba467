"""`pytest benchmarks` measures all packages, names the broken laws, and says in one line what it can't measure."""

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import test_gateway as gateway
from benchmarks.charts.bars import save
from benchmarks.harness.figures import Figures
from benchmarks.harness.question import Question, Table, cases
from benchmarks.peers import VERSIONS, missing
from benchmarks.rows.memory_rows import ours

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ALGORITHMS = ("fixed window", "sliding log", "sliding window counter", "token bucket", "leaky bucket", "GCRA")
AT_A_GATEWAY = (
    "A request through Envoy",
    "The service's part of it, in time of the processor",
    "A decision by 1,000 policies",
)
AT_A_GATEWAY = {table.title for table in gateway.QUESTION.tables}
LOGS, FORKED, PROVED = "Bytes for each entry", "Seconds for each kata", "Who is all or nothing"

needs_peers = pytest.mark.skipif(bool(missing()), reason=f'needs {", ".join(missing())}: pip install -e ".[peers]"')


def bench(*arguments):
    command = [sys.executable, "-m", "pytest", "--quick", "-q", *arguments]
    # pytest-benchmark measures nothing where it sees that xdist is at work.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    return subprocess.run(
        command, cwd=ROOT, env=alone, capture_output=True, text=True, check=False, timeout=600, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def tables():
    """Every table of a quick run: title -> lines."""
    done = bench("benchmarks")
    assert done.returncode == 0, done.stdout + done.stderr
    return sections(done.stdout)


def sections(text):
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0]: [line for line in part.splitlines() if line.startswith("|")] for part in parts}


def test_every_table_has_its_floor(tables):
    assert len(tables) > 12
    without = [title for title, lines in tables.items() if not any(line.startswith("| floor") for line in lines)]
    assert without == [PROVED]


def test_every_table_in_memory_has_all_six_algorithms(tables):
    for title, lines in tables.items():
        if "log" in title or title == FORKED or title in AT_A_GATEWAY:
            continue
        if "Redis" not in title and not title.endswith("corn"):
            assert {name for name in ALGORITHMS if any(line.startswith(f"| ours: {name} ") for line in lines)} == {
                *ALGORITHMS
            }, title


@needs_peers
def test_one_decision_is_measured_for_every_peer(tables):
    for title in ("One hot key, granted", "One hot key, refused", "Keys", "Bytes for each key", "Under asyncio"):
        named = {line.split("|")[1].split(":")[0].strip() for line in tables[title]}
        assert {*VERSIONS} <= named, title


@needs_peers
def test_tables_say_which_laws_a_peer_breaks(tables):
    for title in ("One hot key, granted", "Keys", "Bytes for each key", "A million keys"):
        assert tables[title][0].endswith(" laws broken |") or "laws broken" in tables[title][0]
    line = next(line for line in tables["One hot key, granted"] if line.startswith("| token-bucket"))
    assert line.rstrip(" |").endswith("threads")


@pytest.mark.parametrize("kata", ["token_bucket", "keyed_limiter"])
def test_a_learners_solution_stands_beside_the_reference(kata, tmp_path):
    mine = tmp_path / f"{kata}.py"
    mine.write_bytes((ROOT / "solutions" / f"{kata}.py").read_bytes())
    done = bench("benchmarks/test_decision.py", "benchmarks/test_memory.py", "--solution", str(mine))
    assert done.returncode == 0, done.stdout
    found = sections(done.stdout)
    for title in ("One hot key, granted", "Bytes for each key"):
        rows = "\n".join(found[title])
        assert str(mine) in rows
        assert f"solutions/{kata}.py" in rows
        assert "ours: token bucket" in rows
        assert "ours: GCRA" not in rows


REFUSES = """
from ratelimit import Level
class TokenBucket:
    def __init__(self, quota): ...
    def take(self, now, cost=1): return 1
    def level(self, now): return Level(0, 1)
"""
BROKEN = {
    "stub": (None, "write it first"),
    "syntax": ("def (", "Python can't read the file"),
    "another class": ("class Other: ...\n", "it must define one of"),
    "raises": ("class TokenBucket:\n def __init__(self, quota): raise KeyError('x')\n", "KeyError"),
    "refuses": (REFUSES, "its first request is refused"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_can_not_be_measured_is_told_in_one_line(name, tmp_path):
    text, reason = BROKEN[name]
    path = ROOT / "katas/token_bucket/token_bucket.py"
    if text is not None:
        path = tmp_path / ("mine.py" if name == "another class" else "token_bucket.py")
        path.write_text(text, encoding="utf-8")
    done = bench("benchmarks/test_decision.py", "--solution", str(path))
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert [line for line in done.stderr.splitlines() if line] == [
        line for line in done.stderr.splitlines() if reason in line
    ]
    assert done.stdout == ""


def test_results_are_of_whole_runs_only():
    assert "--write is for a whole run" in bench("benchmarks/test_decision.py", "--write").stderr


@needs_peers
@pytest.mark.parametrize("name", ["decision", "concurrency", "growth", "pauses", "memory", "redis", "grading"])
def test_charts_are_the_same_each_time(name, tmp_path):
    module = import_module(f"benchmarks.test_{name}")
    question = module.QUESTION
    made = Figures()
    for number, case in enumerate(cases(question, lambda table: table.rows(), quick=True), start=1):
        for column in (case.column, getattr(module, "OWN", case.column)):
            made.add((case.table.name, case.row.name, column), case.turn, number * 1e-6)
    for draw in question.charts:
        once, again = tmp_path / "once.svg", tmp_path / "again.svg"
        for path in (once, again):
            save(draw(made)[1], path)
        assert once.read_bytes() == again.read_bytes()


def figures(**rows):
    """Make figures of a table by row: a number for each turn."""
    made = Figures()
    for row, turns in rows.items():
        for turn, value in enumerate(turns):
            made.add(("table", row, "column"), turn, value)
    return made


def cell(row):
    return ("table", row, "column")


def test_a_ratio_is_of_medians_and_its_spread_of_turns():
    made = figures(ours=[2.0, 4.0, 30.0, 4.0, 8.0], floor=[1.0, 2.0, 10.0, 2.0, 2.0])
    assert made.ratio(cell("ours"), cell("floor")) == (2.0, 2.0, 3.0)  # turns: 2, 2, 3, 2, 4


def test_what_slows_a_whole_turn_down_is_no_spread():
    made = figures(ours=[2.0, 20.0, 200.0], floor=[1.0, 10.0, 100.0])
    assert made.ratio(cell("ours"), cell("floor")) == (2.0, 2.0, 2.0)


def test_a_ratio_to_nothing_is_none():
    made = figures(ours=[1.0], floor=[0.0])
    assert made.ratio(cell("ours"), cell("absent")) is None
    assert made.ratio(cell("ours"), cell("floor")) is None


def test_one_turn_has_no_spread():
    assert figures(ours=[3.0]).spread(cell("ours")) == (3.0, 3.0, 3.0)


def test_within_a_turn_everybody_has_a_go_and_no_neighbour_is_for_ever():
    table = Table("table", "Title", ours, str, ("a", "b"), turns=3)
    made = list(cases(Question("q", "t", "i", (table,)), lambda table: table.rows(), quick=False))
    turns = [[(case.column, case.row.name) for case in made if case.turn == turn] for turn in range(3)]
    assert all(len({*turn}) == 12 for turn in turns)
    assert turns[0] != turns[1]
