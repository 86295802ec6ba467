"""What a learner sees: the score, one failure with its smallest timeline, one next command."""

import os
import re
import textwrap
from pathlib import Path
from typing import NamedTuple

from katas.grader.kata import LADDER, ROOT, Kata
from katas.grader.report.hints import Advice, advice
from katas.grader.report.interleaving import MOST, interleaving
from katas.grader.report.messages import messages
from katas.grader.report.policies import policies
from katas.grader.report.pytest_command import command, from_here, typed
from katas.grader.report.terminal import NARROW
from katas.grader.report.text_timeline import table
from katas.grader.verdict import Failure, Report, Result, Row

ERRORS = Path(__file__).with_name("error_rate.txt")  # measured: `python -m tests.quality page` writes it
MOST_COMMANDS = 20  # that a server saw
MOST_UNSEEN = 3  # parts that never ran
_NOTHING_TO_EXPLAIN = ["Why: there is nothing to explain, as nothing is wrong."]
_ANSWERS_ALONE = "Why: there is no more to say about this replay. Without --replay, --why explains the card's failure."
_ANY_WAIT = "Any wait is right here: what counts is that it is refused."
_ASKED = {"calls": "timeline", "messages": "exchange", "policies": "policy file"}
_SHOWN = {"calls": table, "messages": messages, "policies": policies}


class Wishes(NamedTuple):
    """What was asked for on the command line."""

    hints: int = 0
    why: bool = False
    every: bool = False
    seed: int | None = None
    keys: bool = False  # whether --watch takes keys: then no command is shown
    hints_last: bool = False  # whether a hint is what was asked for last


def card(kata: Kata, report: Report, wishes: Wishes, width: int = 80) -> str:
    """Return the card as text, in lines of at most so many columns."""
    mark = "*" if report.passed and report.unseen else ""
    score = f"{report.points}/{_total(report)}{mark}"
    lines = [_line(report.kata, score, _levels(report), f"{report.seconds:.1f} s", width)]
    failed = report.first_failed
    if report.passed:
        lines += _passed(kata, report, wishes, width)
        lines += _NOTHING_TO_EXPLAIN if wishes.why else []
    else:
        lines += _ladder_of_levels(report, width)
    if failed is not None:
        lines += _failed(kata, report, failed, wishes, width)
    if wishes.seed is not None:
        lines += _wrap(f"Drawn with --deep --seed {wishes.seed}: the same seed draws the same timelines.", width)
    return "\n".join(lines)


def gist(report: Report, width: int = 80) -> list[str]:
    """Return the score and the failure in a few lines, for whoever can't see the beginning of the card."""
    failed = report.first_failed
    if failed is None or failed.failure is None:
        return []
    failure, last = failed.failure, failed.failure.rows[-1:]
    words = failure.message or "; ".join(
        f"{row.call} at {row.now}: expected {row.expected}, yours {row.yours}" for row in last
    )
    score = f"{report.points}/{_total(report)}, level {report.results.index(failed) + 1}, {failed.name}:"
    return [*_wrap(f"{score} {words}", width), *_place(failure, width)]


def replay_card(kata: Kata, report: Report, text: str, width: int = 80, *, why: bool = False) -> str:
    """Return what a replayed timeline showed, and on demand why that is wrong."""
    failure = report.replayed
    lines = [_line(report.kata, "replay", "", f"{report.seconds:.1f} s", width)]
    if failure is not None:
        lines += _reason(failure, width)
        lines += _replayed(kata, _said(failure), failure.timeline or text, failure.note, width)
    elif report.complete:
        lines += _replayed(kata, report.rows, text, None, width)
        lines += [line for note in report.notes for line in _wrap(note, width)]
        lines.append("Every answer is right.")
    else:
        lines += ["Your code ended the process that ran it, before the last call."]
    lines += [] if report.printed else ["(Your code printed nothing.)"]
    if why:
        explained = _explained(failure, width) or _wrap(_ANSWERS_ALONE, width) if failure else []
        lines += explained or _NOTHING_TO_EXPLAIN
    return "\n".join(lines)


def _smallest(kata: Kata, failure: Failure, width: int) -> list[str]:
    """Show what was asked and answered: calls in time, or messages."""
    title, rows = f"Smallest {_ASKED[kata.shows]} found", _waits(kata, _said(failure))
    lines = _SHOWN[kata.shows](title, rows, failure.timeline, failure.note, width=width)
    return [*lines, *([_ANY_WAIT] if any(row.expected == "any wait" for row in rows) else [])]


def _replayed(kata: Kata, rows: tuple[Row, ...], text: str, note: str | None, width: int) -> list[str]:
    return _SHOWN[kata.shows](_ASKED[kata.shows].capitalize(), _waits(kata, rows), text, note, width=width)


def _said(failure: Failure) -> tuple[Row, ...]:
    """Return the rows. What raised has no answer; its row shows the error."""
    raised = re.search(r"\braises (\w+)", failure.message) if failure.kind == "crash" else None
    if raised is None or not failure.rows or failure.rows[-1].yours != "no answer":
        return failure.rows
    return (*failure.rows[:-1], failure.rows[-1]._replace(yours=raised[1]))


def _waits(kata: Kata, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Name what must be answered where any wait is right: elsewhere on cards and in replays stands which one is."""
    if kata.name not in LADDER or kata.shows != "calls":
        return rows
    return tuple(row._replace(expected="any wait") if row.expected == "refused" else row for row in rows)


def _line(name: str, score: str, levels: str, seconds: str, width: int) -> str:
    return f"{name:<{35 if width > NARROW + 8 else 25}}{score:>9}   {levels}   {seconds}"


def _total(report: Report) -> int:
    return sum(result.points for result in report.results)


def _levels(report: Report) -> str:
    passed = sum(result.verdict == "passed" for result in report.results)
    return f"{passed} of {len(report.results)} levels"


def _ladder_of_levels(report: Report, width: int) -> list[str]:
    lines: list[str] = []
    longest, digits = max(len(result.name) for result in report.results), len(str(len(report.results)))
    started = any(result.verdict == "passed" for result in report.results)
    locked = [number for number, result in enumerate(report.results, 1) if result.verdict in ("locked", "not run")]
    for number, result in enumerate(report.results, 1):
        name = f"{number:>{digits}} {result.name:<{longest}}"
        points = f"{result.points:<2}"
        if result.verdict == "passed":
            lines.append(f"  ✓ {name}  {result.points:>2}/{result.points}")
        elif result.verdict == "failed":
            lines += _sentence(f"  {_mark(result)} {name}  {0:>2}/{points}", result.law, width)
        elif not started:
            lines += _sentence(f"  · {name}   ·/{points}", result.law, width)
    if started and locked:
        span = f"{locked[0]}-{locked[-1]}" if len(locked) > 1 else f"{locked[0]}"
        lines.append(f"  · {span} locked")
    return lines


def _mark(result: Result) -> str:
    """Return the mark of a failed level: a box if it has not been started."""
    return "□" if result.failure is not None and result.failure.kind == "not started" else "✗"


def _sentence(start: str, law: str, width: int) -> list[str]:
    start = f"{start:<6}  "
    return textwrap.wrap(start + law, width, subsequent_indent=" " * len(start))


def _failed(kata: Kata, report: Report, failed: Result, wishes: Wishes, width: int) -> list[str]:
    failure = failed.failure
    if failure is None:
        return []
    at_a_level = failure.kind in ("answer", "crash", "race", "cost", "hang", "not started")
    said = advice(kata.name, _topic(kata, failed, failure)) if at_a_level else Advice()
    lines = [*_reason(failure, width)]
    if failure.kind == "not started":
        place = failure.line.rsplit(": ", 1)[0] or str(kata.stub.relative_to(ROOT))
        lines += _wrap(f"Edit {place}, and save." if wishes.keys else f"Edit {place}, save, run again.", width)
        hints = _hints(report, said, wishes, width, next_one="Stuck?")
    else:
        lines += _smallest(kata, failure, width)
        lines += _seen(failure.commands, width)
        lines += interleaving(failure.steps, width)
        lines += _mistake(report, failure, said, width)
        lines += [] if wishes.keys else _more(report, failure, wishes, width)
        hints = _hints(report, said, wishes, width)
    more = _others(kata, report, failed, width) if wishes.every else []
    more += _why(kata, failed, failure, width) if wishes.why else []
    if wishes.hints_last:  # directly above the keys
        return [*lines, *more, *([""] if more and hints else []), *hints]
    return [*lines, *hints, *more]


def has_more(failure: Failure) -> bool:
    """Whether `--why` shows more of a failure than its card."""
    if failure.kind == "not started":
        return False
    all_shown = 0 < len(failure.steps) <= MOST  # of a race
    return bool(failure.why or (failure.detail.strip() and not all_shown))


def _why(kata: Kata, failed: Result, failure: Failure, width: int) -> list[str]:
    """Show the contract's arithmetic, and what else is known; if there is neither, say where to read the law."""
    brief = from_here(kata.stub.with_name("README.md"))
    return _explained(failure, width) or ["", *_wrap(f"Why: {brief} tells this law: {failed.law}.", width)]


def _explained(failure: Failure, width: int) -> list[str]:
    why = [words for words in failure.why if words]
    lines = ["", "Why, by the contract, call by call:"] if why else []
    lines += [line for words in why for line in _wrap(f"  {words}", width, indent=4)]
    if failure.detail.strip():
        lines += ["", "Python said:" if failure.kind in ("answer", "crash") else "In full:", failure.detail.rstrip()]
    return lines


def _mistake(report: Report, failure: Failure, said: Advice, width: int) -> list[str]:
    """Name the mistake if it is known, who shipped it, and an interviewer's question if that fits the mistake."""
    found = None if failure.message.startswith("__init__()") else report.diagnosis  # that says all
    fits = failure.kind in ("cost", "race") or (failure.kind == "answer" and found is not None)
    words = [f"Diagnosis: {found.words}"] if found else []
    words += [f"In an interview: {said.interview}"] if fits and said.interview else []
    words += [f"Seen in the wild: {found.shipped}"] if fits and found and found.shipped else []
    return [line for each in words for line in _wrap(each, width)]


def _seen(commands: tuple[str, ...], width: int) -> list[str]:
    """Show what a server saw, and what it should have seen if that was no script."""
    if not commands:
        return []
    lines = ["The server saw:", *(line[:width] for line in commands[:MOST_COMMANDS])]
    if not any("EVALSHA" in line or "  lua" in line for line in commands):
        lines.append("Expected: one EVALSHA for each take, and what its script calls.")
    return lines


def _topic(kata: Kata, failed: Result, failure: Failure) -> str:
    """Return the level whose hints help: that of a method not yet written, if it has one, else the failed one."""
    method = failure.message.partition("()")[0]
    named = failure.kind == "not started" and any(level.name == method for level in kata.levels)
    return method if named else failed.name


def _reason(failure: Failure, width: int) -> list[str]:
    if failure.kind == "not started":
        what = "Not started" if "__init__" in failure.message else "Next to write"
        return _wrap(f"{what}: {failure.message}", width)
    return [*(_wrap(failure.message, width) if failure.message else []), *_place(failure, width)]


def _place(failure: Failure, width: int) -> list[str]:
    """Show the learner's own line."""
    if not failure.line:
        return []
    place, _, source = failure.line.partition(": ")
    wrapped = textwrap.wrap(source, width, initial_indent=" " * 4, subsequent_indent=" " * 6)
    return [f"  {failure.line}"] if len(failure.line) + 2 <= width else [f"  {place}:", *wrapped]


def _more(report: Report, failure: Failure, wishes: Wishes, width: int) -> list[str]:
    """Show the commands that run the failure again, and that say why it is one."""
    lines, again = [], command(report.kata, report.submission)
    if failure.timeline:
        lines += typed("Replay:", again, f'--replay "{failure.timeline}"', width)
        lines.append("Add -s to that to see what your code prints.")
    if failure.why and not wishes.why:
        lines += typed("Why:", again, f"{_seed(wishes)}--why", width)
    elif len(failure.steps) > MOST and not wishes.why:  # the card leaves some out
        lines += typed("In full:", again, f"{_seed(wishes)}--why", width)
    return lines


def _hints(report: Report, said: Advice, wishes: Wishes, width: int, next_one: str = "") -> list[str]:
    """Show the hints that were asked for, and how to get the next one."""
    shown, number = min(wishes.hints, len(said.hints)), len(said.hints)
    lines = [line for n in range(shown) for line in _wrap(f"Hint {n + 1} of {number}: {said.hints[n]}", width)]
    if shown == number or wishes.keys:  # the keys are named below
        return lines
    label = next_one if next_one and not shown else f"Hint {shown + 1} of {number}:"
    option = " ".join(["--hint"] * (shown + 1))
    return lines + typed(label, command(report.kata, report.submission), f"{_seed(wishes)}{option}", width)


def _seed(wishes: Wishes) -> str:
    return "" if wishes.seed is None else f"--seed {wishes.seed} "


def _others(kata: Kata, report: Report, failed: Result, width: int) -> list[str]:
    lines = []
    for number, result in enumerate(report.results, 1):
        if result.verdict == "failed" and result is not failed and result.failure is not None:
            lines += ["", *_sentence(f"  {_mark(result)} {number} {result.name}", result.law, width)]
            lines += [*_reason(result.failure, width), *_smallest(kata, result.failure, width)]
    return lines


def _passed(kata: Kata, report: Report, wishes: Wishes, width: int) -> list[str]:
    lines = _wrap(f"Checked: {_counted(report.counts)}.", width)
    lines += _never_ran(report.unseen, width)
    lines += [line for note in report.notes for line in _wrap(f"Note: {note}", width)]
    if report.costs:
        lines += _table(report.costs)
    lines += _wrap(ERRORS.read_text(encoding="utf-8").strip(), width)
    answers = (ROOT / "solutions" / f"{kata.name}.py", ROOT / "ratelimit" / kata.library)
    lines += _wrap(f"Compare: {', '.join(map(from_here, answers))}", width)
    following = LADDER[LADDER.index(kata.name) + 1 :] if kata.name in LADDER else ()
    watch = " --watch" if wishes.keys else ""
    lines.append(f"Next: {command(following[0])}{watch}" if following else f"All your scores: {command('')}")
    return lines


def _never_ran(unseen: list[str], width: int) -> list[str]:
    """Mark a pass that is none for the parts that never ran."""
    if not unseen:
        return []
    more = f"; and {len(unseen) - MOST_UNSEEN} more" if len(unseen) > MOST_UNSEEN else ""
    named = "; ".join(unseen[:MOST_UNSEEN]) + more
    words = f"* A pass: all laws hold on what ran. Never ran, so never judged: {named}. No mistake, but is it needed?"
    return _wrap(words, width)


def _counted(counts: dict[str, int]) -> str:
    """Say what was checked so that it fits in a line: all timelines together, and no crowds."""
    timelines = sum(number for what, number in counts.items() if what.endswith("timelines"))
    words = [f"{timelines:,} timelines of {counts.get('calls', 0):,} calls"]
    if "exchanges" in counts:
        words = [f"{counts['exchanges']:,} exchanges of {counts['requests']:,} requests"]
    if "files" in counts:
        words = [f"{counts['files']:,} policy files and {counts['requests']:,} requests"]
    words += [f"{counts[what]:,} {what}" for what in ("interleavings", "interruptions", "cuts") if counts.get(what)]
    return ", ".join(words)


def _table(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _wrap(text: str, width: int, indent: int = 2) -> list[str]:
    return [
        line
        for paragraph in text.split("\n")
        for line in textwrap.wrap(
            paragraph,
            width,
            subsequent_indent=" " * (indent + len(paragraph) - len(paragraph.lstrip())),
            break_long_words=False,
            break_on_hyphens=False,
        )
        or [""]
    ]


def shown_path(path: Path) -> str:
    """Return the path as the learner would type it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
