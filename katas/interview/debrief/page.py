"""A debrief as text: Markdown for the file, and the same without marks for the terminal."""

import textwrap
from typing import NamedTuple

from katas.interview.countdown import minutes_of
from katas.interview.debrief.debrief import Debrief


class Part(NamedTuple):
    """A part of the page: sentences, rows of a table, and a block that is kept as it is.

    A sentence's lines after the first are kept as they are too: a command, or a timeline.
    """

    title: str
    sentences: list[str]
    numbered: bool = False
    rows: list[tuple[str, ...]] = []  # noqa: RUF012  nobody changes them
    block: str = ""

    @property
    def starts(self) -> list[str]:
        """What each sentence begins with."""
        return [f"{number}. " if self.numbered else "- " for number in range(1, len(self.sentences) + 1)]


def parts(debrief: Debrief) -> list[Part]:
    """Return the parts in order: what was decided by luck or the clock comes before everything.

    The last ones are what stays on a small screen.
    """
    more = [Part("Red all the same", [debrief.supposed_red], block=debrief.supposed_timeline)]
    return [
        Part("Decided by the clock", debrief.clock or ["Nothing."]),
        Part("Decided by luck", debrief.luck or ["Nothing."]),
        Part("Decided by skill", debrief.skill or ["Nothing."]),
        Part("Time and verdict", [], rows=_rows(debrief)),
        Part("Not asked, and it mattered", debrief.not_asked or ["Nothing."]),
        Part("First red level of the code", [debrief.first_red], block=debrief.timeline),
        *(more if debrief.supposed_red else []),
        Part("What the twist made red", [debrief.twist_red], block=debrief.twist_timeline),
        *([] if debrief.mock else [Part("Hints used", debrief.hints or ["None."])]),
        Part("All rules of this interview", debrief.rules),
        Part("In short", debrief.short),
        Part("Practise next", [f"{each.why}\n{each.command}" for each in debrief.practise], numbered=True),
    ]


def title(debrief: Debrief) -> str:
    """Return what the page is about."""
    kind = "Mock" if debrief.mock else "Practice"
    return f"{kind} interview with seed {debrief.seed}, {debrief.minutes} minutes, {debrief.began}"


def markdown(debrief: Debrief) -> str:
    """Return the page as a file has it."""
    lines = [f"# {title(debrief)}", "", debrief.prompt]
    for part in parts(debrief):
        lines += ["", f"## {part.title}", ""]
        for start, sentence in zip(part.starts, part.sentences, strict=True):
            words, *kept = sentence.splitlines()
            lines += [f"{start}{words}", *([""] if kept else []), *(f"       {line}" for line in kept)]
        lines += [f"| {' | '.join(row)} |" for row in part.rows]
        lines[len(lines) - len(part.rows) + 1 : len(lines) - len(part.rows) + 1] = ["|---|--:|--:|---|"] * bool(
            part.rows
        )
        lines += ["", "```", part.block, "```"] if part.block else []
    return "\n".join(lines) + "\n"


def plain(debrief: Debrief, width: int) -> str:
    """Return the page as a terminal shows it, in lines of at most so many columns where words can be wrapped."""
    lines = [title(debrief), *_wrapped(debrief.prompt, width, "")]
    for part in parts(debrief):
        lines += ["", part.title]
        for start, sentence in zip(part.starts, part.sentences, strict=True):
            words, *kept = sentence.splitlines()
            lines += _wrapped(words, width, start)
            indent = " " * (len(start) + 4 * part.numbered)  # a command stands apart
            lines += [f"{indent}{line}" for line in kept]
        for name, spent, of, verdict in part.rows:
            lines += _wrapped(verdict, width, f"  {name:<8}  {spent:>6}  {of:>6}  ")
        lines += [part.block] if part.block else []
    return "\n".join(lines)


def _wrapped(words: str, width: int, start: str) -> list[str]:
    room = width - len(start)
    lines = textwrap.wrap(words, room, break_long_words=False, break_on_hyphens=False) or [""]
    return [f"{start if not number else ' ' * len(start)}{line}".rstrip() for number, line in enumerate(lines)]


def _rows(debrief: Debrief) -> list[tuple[str, ...]]:
    rows = [(row.name, minutes_of(row.spent), minutes_of(row.of), row.verdict) for row in debrief.stages]
    times = {0: "", 1: "left once"}.get(debrief.pauses, f"left {debrief.pauses} times")
    last = ("all", minutes_of(debrief.total), minutes_of(60 * debrief.minutes), times)
    return [("stage", "time", "of", "verdict"), *rows, last]
