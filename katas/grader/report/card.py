"""What a learner sees: the score, one failure with its smallest timeline, one next command. 80 columns, no colour."""

import os
import textwrap
from pathlib import Path
from typing import NamedTuple

from katas.grader.kata import LADDER, ROOT, Kata
from katas.grader.report.hints import Advice, advice
from katas.grader.report.interleaving import interleaving
from katas.grader.report.text_timeline import WIDTH, smallest, table
from katas.grader.report.track_record import track_record
from katas.grader.verdict import Failure, Report, Result

MOST_COMMANDS = 8  # that a server saw


class Wishes(NamedTuple):
    """What was asked for on the command line."""

    hints: int = 0
    why: bool = False
    every: bool = False
    seed: int | None = None


def card(kata: Kata, report: Report, wishes: Wishes) -> str:
    """Return the card as text."""
    head = _line(report.kata, f"{report.points}/{_total(report)}", _levels(report), f"{report.seconds:.1f} s")
    failed = report.first_failed
    lines = [head, *_ladder_of_levels(report)]
    if report.passed:
        lines += _passed(kata, report)
    elif failed is not None and failed.failure is not None:
        lines += _failed(kata, report, failed, failed.failure, wishes)
    if wishes.seed is not None:
        lines.append(f"Drawn with --deep --seed {wishes.seed}: the same seed draws the same timelines.")
    return "\n".join(lines)


def replay_card(report: Report, text: str) -> str:
    """Return what a replayed timeline showed."""
    failure = report.replayed
    lines = [_line(report.kata, "replay", "", f"{report.seconds:.1f} s")]
    if failure is not None:
        lines += [*_reason(failure), *table("Timeline", failure.rows, failure.timeline or text, failure.note)]
    elif report.complete:
        lines += [*table("Timeline", report.rows, text), "Every answer is the contract's."]
    else:
        lines += ["Your code ended the process that ran it, before the last call."]
    return "\n".join(lines)


def _line(name: str, score: str, levels: str, seconds: str) -> str:
    return f"{name:<35}{score:>9}   {levels}   {seconds}"


def _total(report: Report) -> int:
    return sum(result.points for result in report.results)


def _levels(report: Report) -> str:
    passed = sum(result.verdict == "passed" for result in report.results)
    return f"{passed} of {len(report.results)} levels"


def _ladder_of_levels(report: Report) -> list[str]:
    lines: list[str] = []
    width, digits = max(len(result.name) for result in report.results), len(str(len(report.results)))
    started = any(result.verdict == "passed" for result in report.results)
    locked = [number for number, result in enumerate(report.results, 1) if result.verdict in ("locked", "not run")]
    for number, result in enumerate(report.results, 1):
        name = f"{number:>{digits}} {result.name:<{width}}"
        points = f"{result.points:<2}"
        if result.verdict == "passed":
            lines.append(f"  ✓ {name}  {result.points:>2}/{result.points}")
        elif result.verdict == "failed":
            mark = "□" if _untouched(result) else "✗"
            lines += _sentence(f"  {mark} {name}  {0:>2}/{points}", result.law)
        elif not started:
            lines += _sentence(f"  · {name}   ·/{points}", result.law)
    if started and locked:
        span = f"{locked[0]}-{locked[-1]}" if len(locked) > 1 else f"{locked[0]}"
        lines.append(f"  · {span} locked")
    return lines


def _untouched(result: Result) -> bool:
    return result.failure is not None and result.failure.kind == "not started"


def _sentence(start: str, law: str) -> list[str]:
    start = f"{start:<6}  "
    return textwrap.wrap(start + law, WIDTH, subsequent_indent=" " * len(start))


def _failed(kata: Kata, report: Report, failed: Result, failure: Failure, wishes: Wishes) -> list[str]:
    at_a_level = failure.kind in ("answer", "crash", "race", "cost", "hang", "not started")
    said = advice(kata.name, _topic(kata, failed, failure)) if at_a_level else Advice()
    if failure.kind == "crash":  # that need not be the law's fault
        said = Advice(hints=said.hints)
    lines = [*_reason(failure)]
    if failure.kind == "not started":
        place = failure.line.rsplit(": ", 1)[0] or str(kata.stub.relative_to(ROOT))
        lines += _wrap(f"Edit {place}, save, run again.")
        lines += _hints(said, wishes) if wishes.hints else ["Stuck? Add --hint"]
    else:
        lines += smallest(failure)
        lines += _seen(failure.commands)
        lines += interleaving(failure.steps)
        lines += _wrap(f"Diagnosis: {report.diagnosis.words}") if report.diagnosis else []
        lines += _wrap(f"In an interview: {said.interview}") if said.interview else []
        lines += _wild(report, said)
        lines += _replay(report, failure)
        lines += _hints(said, wishes)
    if wishes.every:
        lines += _others(report, failed)
    if wishes.why:
        lines += ["", "Why, in full:", failure.detail.rstrip() or "  There is no more than the card says."]
    return lines


def _seen(commands: tuple[str, ...]) -> list[str]:
    """Show what a server saw, and what it should have seen if that was something else than a script."""
    if not commands:
        return []
    lines = ["The server saw, at the last call:", *commands[:MOST_COMMANDS]]
    if not all("EVALSHA" in line or line.startswith("  lua") for line in commands):
        lines.append("Expected: one EVALSHA a take, and what its script calls.")
    return lines


def _topic(kata: Kata, failed: Result, failure: Failure) -> str:
    """Return the level whose hints help: that of a method not yet written, if it has one, else the failed one."""
    method = failure.message.partition("()")[0]
    named = failure.kind == "not started" and any(level.name == method for level in kata.levels)
    return method if named else failed.name


def _reason(failure: Failure) -> list[str]:
    if failure.kind == "not started":
        return _wrap(f"{'Not started' if '__init__' in failure.message else 'Next to write'}: {failure.message}")
    lines = _wrap(failure.message) if failure.message else []
    if failure.line:
        place, _, source = failure.line.partition(": ")
        wrapped = textwrap.wrap(source, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 6)
        lines += [f"  {failure.line}"] if len(failure.line) + 2 <= WIDTH else [f"  {place}:", *wrapped]
    return lines


def _replay(report: Report, failure: Failure) -> list[str]:
    """Show the command so that it can be copied: lines go on with a backslash, or inside the quotes."""
    if not failure.timeline:
        return []
    command = f"Replay: pytest katas/{report.kata}"
    if Path(report.submission).resolve() != (ROOT / "katas" / report.kata / f"{report.kata}.py"):
        command += f" --solution {report.submission}"
    timeline = f'--replay "{failure.timeline}"'
    if len(command) + len(timeline) < WIDTH:
        return [f"{command} {timeline}"]
    return [f"{command} \\", *textwrap.wrap(timeline, WIDTH, initial_indent="  ", subsequent_indent="    ")]


def _wild(report: Report, said: Advice) -> list[str]:
    """Tell who shipped this very mistake; where it has no name, who broke the same law."""
    if report.diagnosis:
        return _wrap(f"Seen in the wild: {report.diagnosis.shipped}") if report.diagnosis.shipped else []
    return _wrap(f"The same law, broken in the wild: {said.wild}") if said.wild else []


def _hints(said: Advice, wishes: Wishes) -> list[str]:
    shown = min(wishes.hints, len(said.hints))
    lines = [line for n in range(shown) for line in _wrap(f"Hint {n + 1} of {len(said.hints)}: {said.hints[n]}")]
    if shown < len(said.hints):
        lines.append(f"Hint {shown + 1} of {len(said.hints)}: add {'--hint ' * (shown + 1)}".rstrip())
    return lines


def _others(report: Report, failed: Result) -> list[str]:
    lines = []
    for number, result in enumerate(report.results, 1):
        if result.verdict == "failed" and result is not failed and result.failure is not None:
            lines += ["", *_sentence(f"  ✗ {number} {result.name}", result.law), *_reason(result.failure)]
            lines += smallest(result.failure)
    return lines


def _passed(kata: Kata, report: Report) -> list[str]:
    ran = [f"{count:,} {what}" for what, count in report.counts.items() if count]
    lines = ["All laws hold.", *_wrap(f"What was run: {', '.join(ran)}.")]
    record = track_record(kata)
    lines += _wrap(record) if record else []
    lines += [line for note in report.notes for line in _wrap(f"Note: {note}")]
    if report.costs:
        lines += _table(report.costs)
    lines += _wrap(f"Compare: solutions/{kata.name}.py, ratelimit/{_library(kata)}, katas/{kata.name}/README.md")
    following = LADDER[LADDER.index(kata.name) + 1 :] if kata.name in LADDER else ()
    lines.append(f"Next: pytest katas/{following[0]}" if following else "Next: pytest katas, for all your scores")
    return lines


def _library(kata: Kata) -> str:
    elsewhere = {"keyed_limiter": "memory.py", "redis_token_bucket": "algorithms/token_bucket.lua"}
    return elsewhere.get(kata.name, f"algorithms/{kata.name}.py")


def _table(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _wrap(text: str) -> list[str]:
    return [
        line
        for paragraph in text.split("\n")
        for line in textwrap.wrap(
            paragraph, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
        or [""]
    ]


def shown_path(path: Path) -> str:
    """Return the path as the learner would type it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
