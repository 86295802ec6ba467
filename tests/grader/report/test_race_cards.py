"""What a card shows of a race: what ran when, and which line is at fault."""

import json
import re
from dataclasses import asdict
from functools import cache, partial
from itertools import pairwise

import pytest

from katas.grader.guard import Guard
from katas.grader.kata import load_kata
from katas.grader.keyed.races import crowd, interleavings, interruptions, search, single_clock_read
from katas.grader.keyed.races.interruptions import CROWDS
from katas.grader.keyed.races.locks import seen
from katas.grader.profile import Profile
from katas.grader.report.interleaving import MOST, interleaving
from katas.grader.run.loading import load
from katas.grader.verdict import Broken, Failure, Step
from tests.grading import ROOT, grade, trial_of

BANK = "tests/bank/keyed_limiter/wrong"
AT_FAULT = {
    "built_outside_the_lock": "known = key in self.meters",
    "busy_means_refused": "return False",
    "key_locks_made_unguarded": "cell = self._cells.get(key)",
    "len_between_generations": "return len(self._young) + len(self._old)",
    "lock_only_around_lookup": "return meter.take(now, cost) == 0",
    "lock_only_around_take": "known = key in self._wheel",
    "lock_per_call": "with lock:",
    "no_lock": "first = self._queue.popleft()",
}
DEADLOCKS = ("deadlock_table_and_entry", "takes_its_two_locks_in_either_order")


@cache
def failure(name, law=interleavings.interleaved):
    kata, guard = load_kata("keyed_limiter"), Guard(print)
    trial = kata.trial(partial(load, kata, f"{BANK}/{name}.py", guard), guard, Profile(1, None))
    with pytest.raises(Broken) as broken:
        law(trial)
    return broken.value.failure


def in_crowds(trial):
    with seen():
        new = trial.load(anew=True)
        for number in range(CROWDS):
            for found in crowd.scheduled(trial, new, number):
                raise Broken(found)


def source(name):
    return (ROOT / BANK / f"{name}.py").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("name", "line"), AT_FAULT.items())
def test_the_line_at_fault_is_named(name, line):
    shown = failure(name)
    assert re.fullmatch(rf"{BANK}/{name}\.py:\d+: {re.escape(line)}", shown.line)
    assert [step.text for step in shown.steps if step.mark == "at fault"] == [line]


@pytest.mark.parametrize("name", DEADLOCKS)
def test_of_a_deadlock_both_lines_that_wait_are_named(name):
    shown = failure(name)
    waits = [
        next(step for step in reversed(shown.steps) if step.thread == thread and step.line) for thread in ("A", "B")
    ]
    a, b = (step.line for step in waits)
    assert f"A waits in line {a}, B waits in line {b}." in shown.message
    assert all(step.text.startswith("with ") for step in waits)


def test_who_reads_the_clock_too_early_is_told_where():
    shown = failure("clock_read_before_the_lock", single_clock_read.reads_clock_under_lock)
    assert shown.line.endswith(": read = self._clock()")


def interruption(name, tmp_path, *changes):
    """Return why a changed file of the bank goes wrong when a call of it is interrupted."""
    text = (ROOT / BANK / f"{name}.py").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "keyed_limiter.py"
    path.write_text(text, encoding="utf-8")
    return interruptions.interrupted(trial_of("keyed_limiter", path))


def test_the_card_of_an_interruption_says_what_is_right_and_what_the_clock_said(tmp_path):
    changes = (("read = self._clock()", "read = max(self._latest, self._clock())"), ("max(self._latest, read)", "read"))
    shown = interruption("clock_read_before_the_lock", tmp_path, *changes)
    assert shown.message == (
        "At 9, ann has spent her one unit; from 10 on she has another. A asks allow('ann'), B asks allow('ann'). B "
        "comes while A is in line 23. By then the clock says 10. They got A: True, B: True. Whoever is first, right is "
        "A: False, B: True; or A: True, B: False."
    )
    asks = [step for step in shown.steps if step.text.startswith("asks ")]
    assert asks == [Step("A", 0, "asks allow('ann') at 9"), Step("B", 0, "asks allow('ann') at 10")]
    assert next(step.line for step in shown.steps if step.line) == 23


def test_the_card_of_an_interruption_says_what_should_be_there_afterwards(tmp_path):
    change = ("        read = self._clock()\n", '        read = self._clock()\n        if key == "bob": return True\n')
    shown = interruption("clock_read_before_the_lock", tmp_path, change)
    assert shown.message.endswith(
        "They got A: True, B: True. Afterwards bob, cid and dee can have a unit each, and 1 key is held. Right is: cid "
        "and dee can have a unit each, and 2 keys are held."
    )


def test_who_waits_for_a_lock_is_marked():
    steps = failure("clock_read_before_the_lock", single_clock_read.reads_clock_under_lock).steps
    at = [step.text for step in steps].index("(waits for A)")
    assert [step.text for step in steps[at - 1 : at + 2]] == [
        "with self._lock:",
        "(waits for A)",
        "(now the clock says 10)",
    ]


@pytest.mark.parametrize(("name", "waits"), [("lock_only_around_take", ["B"]), ("deadlock_table_and_entry", [])])
def test_who_waits_is_marked_where_there_is_one_lock(name, waits):
    assert [step.thread for step in failure(name).steps if step.text == "(waits for A)"] == waits


def test_long_lines_are_broken_at_dots_and_brackets():
    text = "granted = self.meters_by_key[key].level(now).reset_after == 0"
    shown = interleaving((Step("A", 1, text), Step("B", 2, text)), 60)
    assert [line.strip(" 12") for line in shown[1:5]] == [
        "granted = self",
        ".meters_by_key[key]",
        ".level(now).reset_after",
        "== 0",
    ]


def test_a_take_outside_the_lock_is_blamed_not_the_clock_that_is_read_under_it():
    shown = failure("takes_outside_the_lock", single_clock_read.reads_clock_under_lock)
    assert shown.line.endswith(": granted = meter.take(now, cost) == 0")


def test_who_goes_past_a_lock_is_blamed_not_who_holds_it():
    shown = failure("gives_up_waiting_for_the_lock", single_clock_read.reads_clock_under_lock)
    assert ": locked = self._lock.acquire(timeout=0.001)" in shown.line


def test_a_len_that_walks_is_told_where_the_other_came_between():
    shown = failure("len_iterates_unlocked", search.searched)
    assert shown.line.endswith(": return sum(1 for _ in self._meters)")
    assert shown.steps[-1] == Step("A", 0, "gets RuntimeError")


@pytest.mark.slow
def test_a_third_thread_comes_where_two_are_not_enough():
    shown = failure("checks_for_a_dropped_key_once", search.searched)
    assert not shown.steps  # a card has two columns
    assert {line.split()[0] for line in shown.detail.splitlines()} == {"A", "B", "C"}


def test_threads_that_do_not_meet_name_no_line():
    shown = failure("meters_per_thread")
    assert not shown.line
    assert "A is done before B begins" in shown.message


def test_a_crowd_names_no_line_and_says_what_each_thread_did():
    shown = failure("finds_idle_keys_first_and_drops_them_later", in_crowds)
    assert not shown.line
    assert not shown.steps
    assert "Every other thread asked for the shared key first" in shown.message


@pytest.mark.parametrize("name", [*AT_FAULT, *DEADLOCKS])
def test_every_step_is_a_line_of_the_submission_or_what_was_asked_and_told(name):
    lines = source(name)
    for step in failure(name).steps:
        if step.line and not step.text.startswith("(end of"):
            assert step.text.removeprefix("... ") == lines[step.line - 1].strip()
    told = [step for step in failure(name).steps if not step.line and not step.text.startswith("(waits for ")]
    assert [step.thread for step in told if step.text.startswith("asks ")] == ["A", "B"]
    assert len(told) == 4


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("name", [*AT_FAULT, *DEADLOCKS])
def test_no_line_is_cut(name, width):
    steps = failure(name).steps
    card = interleaving(steps, width)
    assert max(map(len, card)) <= width
    half = (width - 2) // 2 + 1
    columns = ["".join(line[:half] for line in card), "".join(line[half:] for line in card)]
    shown = [re.sub(r"[\s>]", "", column) for column in columns]
    long, around = (
        len(steps) > MOST,
        {step for pair in pairwise(steps) if pair[0].thread != pair[1].thread for step in pair},
    )
    for step in steps:
        if step.mark or step in around or not step.line or not long:
            assert re.sub(r"[\s>]", "", step.text) in shown["AB".index(step.thread)]


def test_of_a_long_race_lines_far_from_switches_and_conflicts_are_left_out_and_counted():
    before = [Step("A", number, f"a = {number}") for number in range(1, 20)]
    between = [Step("B", number, f"b = {number}", "in conflict" if number == 20 else "") for number in range(1, 40)]
    after = [Step("A", number, f"a = {number}") for number in range(20, 30)]
    shown = interleaving(
        (
            Step("A", 0, "asks x"),
            *before,
            Step("B", 0, "asks y"),
            *between,
            Step("B", 0, "is told True"),
            *after,
            Step("A", 0, "is told True"),
        ),
        80,
    )
    told = [re.sub(r"^\d+ ", "", line.strip()) for line in shown[1:]]
    assert told == [
        *("asks x", "(18 more lines)", "a = 19"),
        *("asks y", "(18 more lines)", "b = 19", "b = 20", "b = 21", "(18 more lines)", "is told True"),
        *("a = 20", "(9 more lines)", "is told True"),
    ]


def test_the_same_file_gets_the_same_card_every_time():
    first = failure("lock_only_around_take")
    failure.cache_clear()
    assert failure("lock_only_around_take") == first


def test_steps_survive_the_way_from_the_graded_process():
    shown = failure("no_lock")
    assert Failure.load(json.loads(json.dumps(asdict(shown)))) == shown


@pytest.mark.slow
def test_a_learner_sees_both_columns_and_no_line_of_the_graders():
    shown = grade("keyed_limiter", "--solution", f"{BANK}/lock_only_around_take.py")
    assert "  asks allow('ann')\n" in shown.text
    assert re.search(r"^ {41}> 22 known = key in self\._wheel$", shown.text, re.MULTILINE)
    assert "meters.py" not in shown.text
