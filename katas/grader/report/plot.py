"""Draws what a card says, for `--plot`: the smallest timeline that failed and more traffic, or what passed."""

from dataclasses import replace
from pathlib import Path

from katas.grader.kata import Kata
from katas.grader.report.plot_traces import asked, pairs, unit
from katas.grader.report.text_timeline import ROWS, quota_of
from katas.grader.run.process import Order, play
from katas.grader.verdict import Failure, Report
from pictures import Call, Picture, Traffic, failure, success

_BURST = "the burst of notebook 1, 30 requests in 0.3 s and 10 more, ten a second allowed"
_SLOWLY = "the burst of notebook 1 on a slower clock, ten an hour allowed"


def plot(kata: Kata, order: Order, report: Report, path: Path) -> str:
    """Write the picture to a file. Return the line that says where it is, or why there is none."""
    try:
        picture = drawn(kata, order, report)
        if isinstance(picture, str):
            return f"No picture yet: {picture}"
        picture.save(path)
    except OSError as error:
        return f"No picture: {path} can't be written: {error.strerror}."
    except Exception as error:  # noqa: BLE001  a verdict without a picture is better than none
        return f"No picture: drawing it failed, not your code. Please report it. {type(error).__name__}: {error}"
    return f"Picture: {path}"


def drawn(kata: Kata, order: Order, report: Report) -> Picture | str:
    """Return the picture, or in words why there is nothing to draw."""
    if order.replay and kata.shows != "calls":
        return f"what it shows, {kata.shows}, has no place on an axis of time."
    if order.replay:
        return _replayed(report, order.replay)
    traffic, stopped = _traffic(kata, order)
    failed = report.first_failed
    if failed is None or failed.failure is None:
        law = f"Your {kata.class_name} and {traffic.title.partition(': ')[2]}" if traffic else ""
        return success(f"{kata.name}: all laws hold", law, traffic) if traffic else stopped
    if not failed.failure.rows and not traffic:
        return failed.failure.message or stopped
    number = report.results.index(failed) + 1
    # Messages and policies have no place on an axis of time.
    failure_ = replace(failed.failure, rows=()) if kata.shows != "calls" else failed.failure
    return _failed(f"{kata.name}, level {number}, {failed.name}: not passed", failed.law, failure_, traffic)


def _traffic(kata: Kata, order: Order) -> tuple[Traffic | None, str]:
    """Return more traffic, and why it ends early if it does; no traffic if that is at once."""
    timeline = asked(kata)
    played = play(kata, order, timeline)
    found = pairs(kata, timeline, played)
    if not any(pair.yours.steps for pair in found):
        return None, played.stopped
    what = (_BURST if kata.traffic.ticks == 1 else _SLOWLY) + kata.traffic.note
    return Traffic(f"More traffic: {what}", found, unit(kata), played.stopped), played.stopped


def _failed(title: str, law: str, failure_: Failure, traffic: Traffic | None) -> Picture:
    calls = _calls(failure_)
    note = _parting(failure_) if calls else ""
    about = _about("Smallest timeline found", failure_, failure_.timeline) if calls else ""
    return failure(title, [law] if calls else [law, failure_.message], (about, calls, note), traffic)


def _replayed(report: Report, text: str) -> Picture | str:
    found = report.replayed
    if found is None:
        if not report.complete:
            return "Your code ended the process that ran it, before the last call."
        found = Failure("answer", timeline=text, rows=report.rows)
    if not found.rows:
        return found.message
    wrong = report.replayed is not None
    law = "Where the answers part, the replay ends." if wrong else "Every answer is right."
    panel = _about("Timeline", found, found.timeline or text), _calls(found), _parting(found) if wrong else ""
    return failure(f"{report.kata}, replay", [law], panel, None)


def _calls(found: Failure) -> list[Call]:
    return [Call(*row[:3], row.yours) for row in found.rows[-ROWS:]]


def _about(what: str, found: Failure, text: str) -> str:
    number = len(found.rows)
    last = f", the last {ROWS} of them" if number > ROWS else ""
    return f"{what} ({number} call{'s' if number > 1 else ''}{last}), {quota_of(text)}"


def _parting(found: Failure) -> str:
    """Say in words what differs, and why the law's answer is right."""
    row = found.rows[-1]
    granted = [words in ("granted", "True") for words in (row.expected, row.yours)]
    refused = [words in ("refused", "False") or words.startswith("wait ") for words in (row.expected, row.yours)]
    if granted[0] and refused[1]:
        words = "the law grants, you refuse"
    elif refused[0] and granted[1]:
        words = "the law refuses, you grant"
    elif row.yours == "no answer":
        words = f"the law says {row.expected}, you give no answer"
    else:
        words = f"the law says {row.expected}, you say {row.yours.removeprefix('0: ')}"
    reason = found.note or found.message
    return f"first difference: {words}" + (f" ({reason.rstrip('.: ')})" if reason else "")
