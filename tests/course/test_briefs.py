"""A brief begins with what is its own; the laws that all meters share are the same in each; links and commands work."""

import re
import runpy
from itertools import combinations

import pytest

from katas.grader.kata import LADDER, ROOT, load_kata
from katas.grader.report.hints import advice
from ratelimit import FixedWindow, Level, Quota, TokenBucket
from tests.course.markdown import anchors, commands, links
from tests.grading import grade

LONG = 8  # words: shorter sentences may be said again
BRIEFS = {name: (ROOT / "katas" / name / "README.md").read_text(encoding="utf-8") for name in LADDER}
METERS = [name for name, brief in BRIEFS.items() if "## The laws of every meter" in brief]
FOLD = re.compile(r"<details>.*?</details>\n", re.DOTALL)


def test_the_shared_laws_are_the_same_in_all_meter_briefs():
    folded = {tuple(FOLD.findall(BRIEFS[name])) for name in METERS}
    assert [len(folds) for folds in folded] == [1]


def test_outside_the_fold_no_long_sentence_stands_in_two_briefs():
    said = {name: sentences(FOLD.sub("", brief)) for name, brief in BRIEFS.items()}
    assert set().union(*(said[one] & said[other] for one, other in combinations(LADDER, 2))) == set()


@pytest.mark.parametrize("name", LADDER)
def test_no_hint_needs_the_hint_of_another_level(name):
    levels = {level.name for level in load_kata(name).levels}
    for level in levels:
        hints = " ".join(advice(name, level).hints)
        assert "hint" not in hints
        assert not {f'"{other}"' for other in levels if f'"{other}"' in hints}


@pytest.mark.parametrize("name", METERS)
def test_above_the_example_stands_what_moves_the_clock_and_what_is_answered_below_it(name):
    contract = BRIEFS[name].partition("## An example by hand")[0]
    [rule] = re.findall(r"^> \*\*When time goes back\.\*\*(?:.*\n>)*.*", contract, re.MULTILINE)
    rule = " ".join(rule.replace("\n>", "").split())
    assert all(word in rule for word in ("clock", "refused", "`level`", "that raise", "≥ 1", "≥ 0"))


@pytest.mark.parametrize("name", LADDER)
def test_every_link_leads_somewhere(name):
    page = BRIEFS[name]
    found = links(page)
    assert found
    for link in found:
        path, _, anchor = link.partition("#")
        target = ROOT / "katas" / name / path if path else None
        assert target is None or target.exists(), link
        text = page if target is None else target.read_text(encoding="utf-8") if anchor else ""
        assert not anchor or anchor in anchors(text), link


@pytest.mark.sampled
@pytest.mark.parametrize("name", LADDER)
def test_the_command_of_the_example_is_right_to_the_last_answer(name):
    [command] = [words for words in commands(BRIEFS[name]) if "--replay" in words]
    assert command[:2] == ["pytest", f"katas/{name}"]
    shown = grade(name, *command[2:], "--solution", f"solutions/{name}.py")
    assert shown.status == 0, shown.text
    assert "Every answer is right." in shown.text


@pytest.mark.parametrize("name", LADDER)
def test_the_other_commands_name_the_kata(name):
    inline = re.findall(r"`(pytest [^`]+)`", BRIEFS[name])
    assert {" ".join(command.split()) for command in inline} == {f"pytest katas/{name}", f"pytest katas/{name} --hint"}


@pytest.mark.parametrize("name", METERS)
def test_the_example_by_hand_and_its_command_are_the_solutions_answers(name):
    brief = BRIEFS[name]
    [timeline] = [words[words.index("--replay") + 1] for words in commands(brief) if "--replay" in words]
    rows = re.findall(r"^\| `((?:take|level|delay)\(\d.*?\))` \|[^|]*\| ([^|]+) \|", brief, re.MULTILINE)
    assert " ".join(call for call, _ in rows) == " ".join(timeline.partition(": ")[2].split())
    limit, period = map(int, timeline.partition(":")[0].split("/"))
    solution = runpy.run_path(str(ROOT / "solutions" / f"{name}.py"))[load_kata(name).class_name]
    meter = solution(Quota(limit, period))
    for call, expected in rows:
        yours = answer(meter, call)
        at_least = expected.removesuffix(" or more")
        assert yours == expected.strip("`") or (at_least != expected and int(yours) >= int(at_least)), call


def answer(meter, call):
    """Return what a meter answers to a call, written as in a brief's table."""
    method, arguments = call.rstrip(")").split("(")
    try:
        yours = getattr(meter, method)(*map(int, arguments.split(",")))
    except ValueError:
        return "ValueError"
    return "Level({}, {})".format(*yours) if isinstance(yours, Level) else str(yours)


def sentences(text):
    """Return the long sentences of a brief's prose, in one line each."""
    text = re.sub(r"^```.*?^```|!\[.*?\]\(.*?\)", "\n", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^(\||#).*$", "\n", text, flags=re.MULTILINE)
    text = re.sub(r"^ *(\d+\.|-|>) ", "\n\n", text.replace("\n> ", "\n"), flags=re.MULTILINE).replace("**", "")
    lines = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text)]
    found = [sentence for line in lines for sentence in re.split(r"(?<=[.!?:;)])\s+", line)]
    return {sentence for sentence in found if len(sentence.split()) >= LONG}


def test_the_example_of_several_limits_is_its_solutions_answers():
    brief = BRIEFS["composite_limits"]
    rows = re.findall(r"^\| `((?:take|level)\(\d.*?\))` \|[^|]*\|[^|]*\| ([^|]+) \| (\d) \|", brief, re.MULTILINE)
    composite = runpy.run_path(str(ROOT / "solutions" / "composite_limits.py"))["Composite"](
        [TokenBucket(Quota(2, 10)), FixedWindow(Quota(3, 40))]
    )
    assert len(rows) == 9
    for call, expected, binding in rows:
        assert (answer(composite, call), composite.binding) == (expected.strip("`"), int(binding)), call
