import ast
import tokenize
from io import StringIO
from tokenize import COMMENT

import pytest

from katas.grader.kata import LADDER, load_kata
from katas.grader.run.process import Order, grade
from katas.review.exercise import is_wrong
from katas.review.planted import planted, wrong_ones
from katas.review.stripped import stripped

ALL = [each for kata in LADDER for each in wrong_ones(kata)]
SHOWN = [each for kata in LADDER for each in planted(kata)]
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def without_docstrings(tree):
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(node, DOCUMENTED) and body and ast.get_docstring(node) is not None:
            node.body = body[1:] or ([] if isinstance(node, ast.Module) else [ast.Pass()])
    return ast.dump(tree)


def says_nothing_and_is_the_same_program(each):
    source = each.source
    assert ast.dump(ast.parse(source)) == without_docstrings(ast.parse(each.path.read_bytes()))
    assert [word for word in tokenize.generate_tokens(StringIO(source).readline) if word.type == COMMENT] == []
    assert each.does.rstrip(".") not in source


def test_a_stripped_limiter_is_the_same_program_and_says_nothing_of_its_mistake():
    for each in ALL[::16]:
        says_nothing_and_is_the_same_program(each)


@pytest.mark.slow
@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_every_stripped_limiter_is_the_same_program_and_says_nothing_of_its_mistake(each):
    says_nothing_and_is_the_same_program(each)


def test_a_body_that_is_only_a_docstring_still_has_a_body():
    assert stripped('class A:\n    """Words."""\n\nx = "# no"  # yes\n') == 'class A:\n    pass\n\nx = "# no"\n'


def test_each_kata_has_mistakes_that_a_learner_can_show():
    assert len(SHOWN) > 800
    assert {each.kata for each in SHOWN} == set(LADDER)
    assert all(each.does.endswith(".") for each in SHOWN)


def test_without_a_bank_there_is_none(tmp_path):
    assert planted("gcra", tmp_path) == ()


def is_shown(each):
    return is_wrong(grade(load_kata(each.kata), Order(str(each.path), replay=each.shows)))


def test_the_timeline_that_is_told_shows_the_mistake():
    assert is_shown(planted("gcra")[7])


@pytest.mark.slow
@pytest.mark.parametrize("kata", LADDER)
def test_the_timelines_that_are_told_show_nearly_every_mistake(kata):
    assert len([each for each in planted(kata)[::12] if not is_shown(each)]) <= 2
