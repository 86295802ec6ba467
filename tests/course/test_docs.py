"""Links, paths and commands on every page but the briefs lead to what there is."""

import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.util import find_spec

import pytest

from katas.grader.kata import ROOT
from tests.course.markdown import anchors, blocks, links, spans

FILES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "katas/README.md")),
    *sorted(ROOT.glob("docs/*.md")),
    *(ROOT / name for name in ("benchmarks/README.md", "notebooks/README.md")),
    *sorted(ROOT.glob("benchmarks/results/*.md")),
]
PAGES = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in FILES}
WRONG = "tests/bank/token_bucket/wrong"  # which docs/grader.md calls $WRONG
INVENTED = ("<", "...", "my_", "test_something", "{")  # in a path that is an example
every_page = pytest.mark.parametrize("page", PAGES)


@every_page
def test_every_link_leads_somewhere(page):
    for link in links(PAGES[page]):
        path, _, anchor = link.partition("#")
        if path.startswith("https://"):
            continue
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


@every_page
def test_every_path_that_a_sentence_names_exists(page):
    for path in spans(PAGES[page]):
        if not re.fullmatch(r"[\w*.-]+/[\w*./-]*(/|\.(py|md|lua|json|png))", path) or invented(path):
            continue
        assert any(list(folder.glob(path.rstrip("/"))) for folder in (ROOT, (ROOT / page).parent)), path


@every_page
def test_every_command_names_what_there_is(page):
    for command in commands(PAGES[page]):
        for target in re.findall(r"^make (?!\w+=)([\w-]+)", command):
            assert target in targets(), command
        for module in re.findall(r"python3? -m ([\w.]+)", command):
            assert find_spec(module), command
        for extras in re.findall(r'pip install .*\[([\w,]+)\]"', command):
            assert set(extras.split(",")) <= set(declared()["optional-dependencies"]), command
        if "pytest" in command.split()[0]:
            graded(command)


@every_page
def test_every_client_of_redis_with_time_outs_says_how_often_it_tries_to_connect(page):
    """By default, some versions of redis-py try ten more times, so that the time-outs don't limit the wait."""
    for client in re.findall(r"\w*(?:Redis|Pool|master_for)\([^\n]*socket_timeout[^\n]*", PAGES[page]):
        assert "retry=" in client, client


def graded(command):
    """Check the paths and options of a pytest command."""
    _, *words = re.sub(r'"[^"]*"', "TEXT", command.replace("$WRONG", WRONG)).split()
    for word in words:
        if word.startswith("--"):
            assert word.partition("=")[0] in options(), command
        elif "/" in word and not invented(word):
            assert (ROOT / word).exists(), command


def invented(path):
    """Whether a path is that of an example, which nobody has made."""
    return any(part in path for part in INVENTED)


def commands(text):
    """Return a page's commands, without comments, prompts and answers."""
    lines = [re.sub(r" \\\n +", " ", block).splitlines() for block in blocks(text)]
    given = [line.removeprefix("$ ").partition(" #")[0].strip() for block in lines for line in block]
    return [line for line in (*given, *spans(text)) if re.match(r"(\S*/)?(make|pytest|python3?|pip) ", line)]


@cache
def targets():
    """Return what make can make."""
    return re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split()


@cache
def declared():
    """Return what pyproject.toml says of the project."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@cache
def options():
    """Return the options that pytest knows in the folders of katas and benchmarks."""
    asked = [[sys.executable, "-m", "pytest", folder, "--help"] for folder in ("katas", "benchmarks")]
    shown = [subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout for words in asked]
    return set(re.findall(r"--[a-z][\w-]*", " ".join(shown)))
