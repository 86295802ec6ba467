"""A refusal that looks like a grant: the card says that the code returned 0, and where, though nothing was spent."""

import re

import pytest

from katas.grader.kata import ROOT, load_kata
from katas.grader.report.card import Wishes, card
from katas.grader.timeline import Timeline
from tests.grading import grade, report_of_level, trial_of

AFTER = "returned 0, which means granted, but left the meter as it was."
REFUSES = f"{AFTER} This line refuses, with a wait of 0:"
STRICT = "gcra", "if ahead <= self.most_ahead:", "if ahead < self.most_ahead:"
WAITS = "return self._ticks(ahead - self.most_ahead)"


@pytest.fixture
def changed(tmp_path):
    """A function that changes a solution, and returns its path."""

    def path_of(kata, *changes):
        source = (ROOT / "solutions" / f"{kata}.py").read_text(encoding="utf-8")
        for before, after in zip(changes[::2], changes[1::2], strict=True):
            assert before in source
            source = source.replace(before, after)
        path = tmp_path / f"{kata}.py"
        path.write_text(source, encoding="utf-8")
        return path

    return path_of


def remark(kata, path, text):
    return trial_of(kata, path).remark(Timeline.parse(text))


def test_a_wait_of_0_is_named_at_the_call_that_returned_it(changed):
    path = changed(*STRICT)
    report = report_of_level("gcra", path, "burst")
    text = " ".join(card(load_kata("gcra"), report, Wishes()).split())
    assert f"Call 1, take(0), {REFUSES}" in text
    assert WAITS in text


def test_a_first_wait_of_0_that_looks_right_is_named_too(changed):
    assert remark("gcra", changed(*STRICT), "1/8: take(0)").words == f"Call 1, take(0), {REFUSES}"


STORES = "self.tat = now * self.quota.limit + ahead"
FORGETS = "gcra", "self._ahead(now) + cost", "cost"
HELPER = f"    def _store(self, ahead, now):\n        {STORES}\n\n    def level("


@pytest.mark.parametrize("changes", [(), (STORES, "self._store(ahead, now)", "    def level(", HELPER)])
def test_what_was_stored_again_is_told_where_it_is_stored(changed, changes):
    found = remark("gcra", changed(*FORGETS, *changes), "1/8: take(0) take(0)")
    assert found.words == "Call 2, take(0), returned 0, which means granted, and what it stored was there already."
    assert STORES in found.line


@pytest.mark.parametrize(
    "change",
    [
        (WAITS, f"wait = {WAITS.removeprefix('return ')}\n        return wait"),
        (WAITS, f"{WAITS} if ahead else 0"),
        ("return 0", "return int(False)"),  # which of the two returns grants, nobody can tell
    ],
)
def test_where_the_code_may_grant_it_is_not_said_to_refuse(changed, change):
    found = remark("gcra", changed(*STRICT, *change), "1/8: take(0)").words
    assert found == f"Call 1, take(0), {AFTER}"


def test_what_was_not_spent_in_attributes_of_attributes_and_slots_is_found(changed):
    class_ = "class GCRA:\n"
    slots = changed(
        *STRICT, class_, f'{class_}    __slots__ = ("__tat", "most_ahead", "quota")\n', "self.tat", "self.__tat"
    )
    assert remark("gcra", slots, "1/8: take(0)").words
    inner = changed(
        *STRICT,
        class_,
        f"class State:\n    tat = 0\n\n\n{class_}",
        "self.tat = 0",
        "self.state = State()",
        "self.tat",
        "self.state.tat",
    )
    assert remark("gcra", inner, "1/8 burst 2: take(0) take(0)").words.startswith("Call 2, take(0), ")


@pytest.mark.parametrize(
    "changes",
    [
        ("self.tat = now * self.quota.limit + ahead", "self.tat += 1"),  # a grant, if a wrong one
        ("self.tat", "STATE[0]", "class GCRA", "STATE = [0]\n\n\nclass GCRA"),  # spent, if elsewhere
    ],
)
def test_where_something_was_spent_nothing_is_said(changed, changes):
    assert remark("gcra", changed("gcra", *changes), "1/8: take(0) take(0) take(9)").words == ""


@pytest.mark.parametrize("name", ["closures", "generator", "coroutine"])
def test_where_what_is_kept_cannot_be_seen_nothing_is_said(tmp_path, name):
    kept = {
        "closures": "self.log = lambda: spent",
        "generator": "self.log = iter(spent)",
        "coroutine": "self.log = spent.append",
    }
    path = tmp_path / "gcra.py"
    path.write_text(
        "class GCRA:\n"
        "    def __init__(self, quota):\n"
        "        spent = []\n"
        f"        {kept[name]}\n"
        "        self.spend = spent.append\n"
        "    def take(self, now, cost=1):\n"
        "        self.spend(now)\n"
        "        return 0\n"
    )
    assert remark("gcra", path, "1/8: take(0)").words == ""


def test_of_a_cost_that_is_no_cost_nothing_is_said(changed):
    path = changed("gcra", "if not 1 <= cost <= self.quota.burst:", "if cost < 0:")
    assert remark("gcra", path, "1/8: take(0, 0) take(9)").words == ""


@pytest.mark.parametrize(
    "kata", ["fixed_window", "sliding_log", "sliding_window_counter", "token_bucket", "leaky_bucket"]
)
def test_of_a_right_meter_nothing_is_said(kata):
    for text in ("2/16: take(0) take(0) take(0) take(8) take(16) take(40, 2) take(3)", "1/8: take(0) take(8) take(15)"):
        assert remark(kata, ROOT / "solutions" / f"{kata}.py", text).words == ""


def test_a_replay_that_is_right_by_its_looks_says_so(changed):
    shown = " ".join(grade("gcra", "--solution", str(changed(*STRICT)), "--replay", "1/8: take(0)").text.split())
    assert re.search(f"{re.escape(AFTER)} .*return self._ticks.* Every answer is right", shown)
