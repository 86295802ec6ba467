"""The course checks itself: every stub fails in a friendly way, every solution passes, nothing is missing."""

import ast
import re

import pytest

from katas.grader.kata import LADDER, ROOT, load_kata
from katas.grader.report.card import Wishes, card
from katas.grader.report.hints import advice
from tests.grading import grade

LIBRARY = {
    "fixed_window": "ratelimit:FixedWindow",
    "sliding_log": "ratelimit:SlidingLog",
    "sliding_window_counter": "ratelimit:SlidingWindowCounter",
    "token_bucket": "ratelimit:TokenBucket",
    "leaky_bucket": "ratelimit:LeakyBucket",
    "gcra": "ratelimit:GCRA",
    "keyed_limiter": "tests.course.adapters:KeyedLimiter",
    "redis_token_bucket": "tests.course.adapters:RedisTokenBucket",
}
every_kata = pytest.mark.parametrize("name", LADDER)


@every_kata
def test_the_stub_shows_where_to_begin(name, grade_warm):
    lines = card(load_kata(name), grade_warm(name, f"katas/{name}/{name}.py"), Wishes()).strip().splitlines()
    levels = len(load_kata(name).levels)
    assert re.fullmatch(rf"{name} +0/100   0 of {levels} levels   \d+\.\d s", lines[0])
    assert "Not started: __init__() raises NotImplementedError." in lines
    assert re.fullmatch(rf"Edit katas/{name}/{name}\.py:\d+, save, run again\.", lines[-2])
    assert re.fullmatch(rf"Stuck\? \S*pytest katas/{name} --hint", lines[-1])


@every_kata
def test_the_solution_gets_100(name, grade_warm):
    report = grade_warm(name, f"solutions/{name}.py")
    assert report.passed, card(load_kata(name), report, Wishes())


@pytest.mark.sampled
@every_kata
def test_pytest_grades_the_stub_and_the_solution(name):
    stub, solution = grade(name), grade(name, "--solution", f"solutions/{name}.py")
    assert (stub.status, solution.status) == (1, 0)
    assert re.match(rf"\s*{name} +0/100 ", stub.text)
    assert re.match(rf"\s*{name} +100/100 ", solution.text)


@pytest.mark.slow
@pytest.mark.parametrize("name", LIBRARY)
def test_the_library_gets_100(name):
    shown = grade(name, "--solution", LIBRARY[name])
    assert shown.status == 0, shown.text


@every_kata
def test_levels_are_worth_100_points_and_have_a_sentence_each(name):
    levels = load_kata(name).levels
    assert sum(level.points for level in levels) == 100
    assert all(level.sentence for level in levels)
    assert len({level.name for level in levels}) == len(levels)


@every_kata
def test_every_level_has_three_hints_and_an_interview_question(name):
    for level in load_kata(name).levels:
        said = advice(name, level.name)
        assert len(said.hints) == 3, level.name
        assert said.interview, level.name
        assert all(len(hint) > 20 for hint in said.hints)


@every_kata
def test_the_brief_says_what_a_learner_needs(name):
    text = (ROOT / "katas" / name / "README.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[:3] == ["The story", "The contract", "An example by hand"]
    assert headings[3:-1] in (["The laws of every meter"], ["What the grader does", "Out of scope"])
    assert headings[-1] == "What an interviewer asks next"
    assert re.search(r"Allow \d+ minutes", text)


@every_kata
def test_a_stub_and_its_solution_have_the_same_face(name):
    kata = load_kata(name)
    assert face(kata.stub, kata.class_name) == face(kata.solution, kata.class_name)


def face(path, class_name):
    """Return the signatures of the class's public methods."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    [found] = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name]
    methods = [node for node in found.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [
        (method.name, ast.unparse(method.args), ast.unparse(method.returns))
        for method in methods
        if not method.name.startswith("_") or method.name.endswith("__")
    ]


def test_the_ladder_names_every_kata():
    folders = {path.parent.name for path in (ROOT / "katas").glob("*/test_*.py")}
    assert folders == set(LADDER)
    text = (ROOT / "katas" / "README.md").read_text(encoding="utf-8")
    places = [text.index(f"[{name}]: {name}/README.md") for name in LADDER]
    assert places == sorted(places)
