"""Every option does what docs/grader.md says."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.grading import ROOT, grade

WRONG = "tests/bank/token_bucket/wrong/drops_fractions_at_refill.py"


def test_hint_shows_the_next_hint_each_time():
    once = grade("token_bucket", "--hint").text
    twice = grade("token_bucket", "--hint", "--hint").text
    thrice = grade("token_bucket", *["--hint"] * 3).text
    assert "Hint 1 of 3: Time stands still" in once
    assert re.search(r"^Hint 2 of 3: \S*pytest katas/token_bucket --hint --hint$", once.rstrip(), re.MULTILINE)
    assert "Hint 2 of 3: Keep one number" in twice
    assert re.search(r"^Hint 3 of 3: \S*pytest katas/token_bucket --hint --hint --hint$", twice, re.MULTILINE)
    assert "Hint 3 of 3: `if self.tokens >= cost" in thrice


@pytest.mark.slow
def test_all_runs_the_levels_after_a_failure():
    assert "locked" in grade("token_bucket", "--solution", WRONG).text
    text = grade("token_bucket", "--solution", WRONG, "--all").text
    assert "locked" not in text
    assert text.count("Smallest timeline found") > 1


def test_replay_shows_one_timeline():
    shown = grade("token_bucket", "--solution", WRONG, "--replay", "1/8 burst 2: take(0) take(0) take(12) take(18)")
    assert shown.status == 1
    assert re.search(r"^  >  18  take\(\)  granted   wait 8", shown.text, re.MULTILINE)
    shown = grade("token_bucket", "--solution", "solutions/token_bucket.py", "--replay", "1/8: take(0) level(3)")
    assert shown.status == 0
    assert "Every answer is right." in shown.text


def test_a_replay_finds_what_outlives_an_object(tmp_path):
    path, source = tmp_path / "fixed_window.py", (ROOT / "solutions" / "fixed_window.py").read_text(encoding="utf-8")
    shared = (
        ("self, quota: Quota)", "self, quota: Quota, used=[0])"),
        ("self.used = 0", "self.log = used"),
        ("self.used", "self.log[0]"),
    )
    for before, after in shared:
        source = source.replace(before, after)
    path.write_text(source, encoding="utf-8")
    beside = grade("fixed_window", "--solution", str(path), "--replay", "2/8: take(0, 2) level(0)").text
    assert "what do they share with it?" in " ".join(beside.split())
    shown = grade("fixed_window", "--solution", str(path), "--replay", "2/8: take(0, 2)")
    assert shown.status == 1
    assert "what outlives the first?" in " ".join(shown.text.split())
    assert re.search(r"^  > +0 +take\(cost=2\) +granted +wait 8", shown.text, re.MULTILINE)


def test_a_replay_that_is_no_timeline_is_told_the_form():
    shown = grade("token_bucket", "--replay", "1/8 take")
    assert shown.status == 4
    assert "--replay: a timeline looks like '1/10 burst 2: take(0) take(10, 2) level(10)', got '1/8 take'" in shown.text


def test_why_explains_a_replay_and_says_where_there_is_nothing_to_explain():
    replay = ("--replay", "1/8 burst 2: take(0) take(0) take(12) take(18)", "--why", "--solution")
    shown = grade("token_bucket", *replay, WRONG).text
    assert "\n  take(18): tokens: 1/2 + 6 · 1/8 = 1 1/4 of 2; so granted\n" in shown
    shown = grade("token_bucket", *replay, "solutions/token_bucket.py").text
    assert shown.rstrip().endswith("\nWhy: there is nothing to explain, as nothing is wrong.")


@pytest.mark.slow
def test_deep_prints_its_seed_and_the_seed_repeats_it():
    submission = "tests/bank/token_bucket/wrong/one_token_too_generous.py"  # no pinned timeline shows it
    first = grade("token_bucket", "--solution", submission, "--deep").text
    seed = re.search(r"--seed (\d+)", first)[1]
    again = grade("token_bucket", "--solution", submission, "--seed", seed).text
    assert without_seconds(again) == without_seconds(first)


def without_seconds(text):
    return re.sub(r"\d+\.\d s", "T s", text)


@pytest.mark.slow
@pytest.mark.parametrize("submission", [WRONG, "tests/bank/token_bucket/wrong/epsilon_tolerance.py"])
def test_the_verdict_is_the_same_however_often_it_is_run(submission):
    cards = {without_seconds(grade("token_bucket", "--solution", submission).text) for _ in range(3)}
    assert len(cards) == 1


def test_a_single_level_cannot_make_a_pass():
    assert grade("token_bucket", "--solution", WRONG, "-k", "burst").status == 1


@pytest.mark.slow
def test_the_scoreboard_shows_every_kata_and_the_next():
    shown = grade("", "--solution", "solutions")
    assert shown.status == 0
    assert re.search(r"^✓ gcra +100/100  █{10}$", shown.text, re.MULTILINE)
    assert re.search(r"^ +1100/1100$", shown.text, re.MULTILINE)
    shown = grade("")
    assert shown.status == 1
    assert re.search(r"^□ fixed_window +0/100 +not started$", shown.text, re.MULTILINE)
    assert re.search(r"\nNext: \S*pytest katas/fixed_window\nBrief: katas/fixed_window/README\.md\n", shown.text)


def test_junitxml_carries_verdict_points_and_message(tmp_path):
    grade("token_bucket", "--solution", WRONG, f"--junitxml={tmp_path / 'out.xml'}")
    cases = ET.parse(tmp_path / "out.xml").getroot().iter("testcase")  # noqa: S314  written by pytest just now
    found = {case.get("name"): case for case in cases}
    assert list(found)[:3] == ["burst", "refill", "boundary"]
    points = {name: properties(case)["points"] for name, case in found.items()}
    assert points["burst"] == "10/10"
    assert points["refill"] == "0/15"
    assert properties(found["burst"])["verdict"] == "passed"
    assert properties(found["boundary"])["verdict"] == "locked"
    assert "1/8 burst 2: take(0) take(2) take(9)" in found["refill"].find("failure").text
    assert "expected granted, yours wait 8" in found["refill"].find("failure").text
    assert found["boundary"].find("skipped") is not None


def properties(case):
    return {entry.get("name"): entry.get("value") for entry in case.iter("property")}


@pytest.mark.slow
def test_it_runs_in_the_katas_own_folder():
    solution = str(ROOT / "solutions" / "token_bucket.py")
    shown = grade("token_bucket", "--solution", solution, cwd=ROOT / "katas" / "token_bucket")
    assert shown.status == 0, shown.text
