"""What a learner types works in any folder, or one line says what to type."""

import os
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from katas.grader.report.pytest_command import command
from tests.grading import ROOT, Shown, grade

WRONG = ROOT / "tests" / "bank" / "token_bucket" / "wrong" / "drops_fractions_at_grants.py"
PYTEST_ALONE = ("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "py")


def typed(*words, cwd=ROOT, **variables):
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **variables}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return Shown(done.returncode, done.stdout + done.stderr)


def with_pytest(*args, cwd=ROOT):
    return typed(sys.executable, "-m", "pytest", *args, cwd=cwd)


@pytest.mark.parametrize(
    ("folder", "target", "said"),
    [
        ("", "katas/tokenbucket", "There is no kata tokenbucket. Did you mean token_bucket?"),
        ("", "katas/Sliding-Log/", "There is no kata Sliding-Log. Did you mean sliding_log?"),
        ("", "katas/katas/gcra", "There is no katas/katas/gcra. Did you mean katas/gcra?"),
        ("", "token_bucket", "There is no token_bucket. Did you mean katas/token_bucket?"),
        ("katas", "gcar", "There is no kata gcar. Did you mean gcra?"),
        (
            "katas/gcra",
            "../token_buckets --hint --solution ../../solutions/gcra.py",
            "There is no kata token_buckets. Did you mean token_bucket?",
        ),
    ],
)
def test_a_misspelt_kata_is_asked_about(folder, target, said):
    shown = with_pytest(*target.split(), cwd=ROOT / folder)
    assert (shown.status, shown.text.strip()) == (4, f"ERROR: {said}")


def test_a_name_like_none_is_told_all_of_them():
    shown = with_pytest("katas/cooking")
    assert "There is no kata cooking. There are composite_limits, fixed_window, gateway_plugin, " in shown.text


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("folder", "target"),
    [("", "katas/gcra/gcra.py"), ("katas/gcra", "gcra.py"), ("katas/gcra", ""), ("katas", "gcra")],
)
def test_a_kata_is_graded_by_any_of_its_names(folder, target):
    shown = with_pytest(*filter(None, [target]), cwd=ROOT / folder)
    assert shown.status == 1, shown.text
    assert shown.text.count("0/100   0 of 9 levels") == 1


@pytest.mark.sampled
@pytest.mark.parametrize("folder", ["katas/token_bucket", ""])
def test_a_replay_line_can_be_pasted_where_it_was_printed(folder):
    cwd = ROOT / folder
    target, solution = (os.path.relpath(path, cwd) for path in (ROOT / "katas" / "token_bucket", WRONG))
    card = with_pytest(target, "--solution", solution, cwd=cwd).text
    line = re.search(r'^Replay: (.*?--replay ".*?")$', card, re.MULTILINE | re.DOTALL)[1]
    replayed = typed("sh", "-c", line, cwd=cwd)
    assert replayed.status == 1
    assert re.search(r"^  > +\d+  take\(\)  granted   wait \d+ ", replayed.text, re.MULTILINE)
    for label, shows in (("Why", "Why, by the contract"), ("Hint 1 of 3", "Hint 1 of 3: Nothing runs")):
        line = re.search(rf"^{label}: (.* --\w+)$", card.replace(" \\\n ", ""), re.MULTILINE)[1]
        assert shows in typed("sh", "-c", line, cwd=cwd).text


@pytest.mark.sampled
@pytest.mark.parametrize("folder", ["katas/gcra", "", "docs"])
def test_what_is_next_and_what_to_compare_with_are_named_from_where_one_stands(folder):
    cwd = ROOT / folder
    target, solution = (os.path.relpath(ROOT / path, cwd) for path in ("katas/gcra", "solutions/gcra.py"))
    card = with_pytest(target, "--solution", solution, cwd=cwd).text
    named = re.search(r"^Compare: (.+), (.+)$", card, re.MULTILINE).groups()
    assert [(cwd / path).resolve() for path in named] == [
        ROOT / "solutions" / "gcra.py",
        ROOT / "ratelimit" / "algorithms" / "gcra.py",
    ]
    line = re.search(r"^Next: (.+)$", card, re.MULTILINE)[1]
    assert typed("sh", "-c", line, cwd=cwd).text.strip().startswith("composite_limits ")


def python_with(folder, *names):
    """Return a command and variables for this Python, with these packages and no others."""
    for name in names:
        place = Path(find_spec(name).origin)
        place = place.parent if place.name == "__init__.py" else place
        (folder / place.name).symlink_to(place)
        for info in place.parent.glob(f"{name}-*.dist-info"):
            (folder / info.name).symlink_to(info)
    return [sys.executable, "-S", "-m", "pytest"], {"PYTHONPATH": str(folder)}


@pytest.mark.parametrize("target", ["katas/token_bucket", "katas/gcra/gcra.py --hint", "", "tests/test_quota.py"])
def test_without_hypothesis_it_says_what_to_type(tmp_path, target):
    command, variables = python_with(tmp_path, *PYTEST_ALONE)
    shown = typed(*command, *target.split(), **variables)
    assert shown.status == 4
    assert re.fullmatch(
        r"ERROR: The grader needs hypothesis [\d.]+, this Python has none\. Type: .+", shown.text.strip()
    )


def test_with_another_hypothesis_it_says_what_to_type(tmp_path):
    command, variables = python_with(tmp_path, *PYTEST_ALONE)
    (tmp_path / "hypothesis-6.1.dist-info").mkdir()
    (tmp_path / "hypothesis-6.1.dist-info" / "METADATA").write_text("Name: hypothesis\nVersion: 6.1\n")
    shown = typed(*command, "katas/gcra", **variables)
    assert shown.status == 4
    assert "this Python has 6.1. Type: " in shown.text


def test_a_bare_pytest_with_the_katas_needs_alone_says_what_to_type(tmp_path):
    command, variables = python_with(tmp_path, *PYTEST_ALONE, "hypothesis", "sortedcontainers")
    shown = typed(*command, **variables)
    assert shown.status == 4
    assert shown.text.strip().startswith("ERROR: The tests need more than the katas do. Type: make test ")


def make(folder, *words):
    """Type `make kata` in a folder whose .venv is this Python."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    (folder / "pyproject.toml").touch()
    (folder / "katas").mkdir()
    within = {"MAKELEVEL": "0", "MAKEFLAGS": ""}  # else a make that runs the tests is told of
    return typed("make", "-f", str(ROOT / "Makefile"), "kata", *words, cwd=folder, **within)


def test_make_ends_with_the_card(tmp_path):
    kata = os.path.relpath(ROOT / "katas" / "token_bucket", tmp_path / "katas")
    shown = make(tmp_path, f"KATA={kata}", "PIP=true")
    assert shown.status == 0
    assert shown.text.rstrip().endswith(" --hint")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["PIP=true", "ARGS=--nonsense"], "unrecognized arguments: --nonsense"),
        (["PIP=false"], "pip could not install it"),
    ],
)
def test_make_still_shows_what_really_fails(tmp_path, words, said):
    kata = os.path.relpath(ROOT / "katas" / "token_bucket", tmp_path / "katas")
    shown = make(tmp_path, f"KATA={kata}", *words)
    assert shown.status == 2
    assert said in shown.text
    assert "*** [" in shown.text


def test_pytest_keeps_its_status():
    assert grade("token_bucket").status == 1


def test_a_python_without_a_pytest_beside_it_runs_its_module(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "my python"))
    assert shlex.split(command("gcra"))[1:] == ["-m", "pytest", "katas/gcra"]
