"""Shows how two threads ran: a column each, the submission's lines with their numbers, in the order of time."""

import re
import textwrap
from itertools import groupby, pairwise

from katas.grader.verdict import Step

MOST = 24  # steps; of more, those are left out that are far from a switch and from what is in conflict

FEWEST = 3  # lines that are left out


def interleaving(steps: tuple[Step, ...], width: int) -> list[str]:
    """Return the lines that show an interleaving, none if there is none."""
    if not steps:
        return []
    shown = _shortened(steps)
    digits = len(str(max(step.line for step in steps)))
    marked = "; > marks the line at fault" if any(step.mark == "at fault" for step in steps) else ""
    lines = textwrap.wrap(f"What ran when, A on the left, B on the right{marked}:", width, subsequent_indent="  ")
    return [*lines, *(line for step in shown for line in _cell(step, digits, width))]


def _shortened(steps: tuple[Step, ...]) -> list[Step]:
    switches = [number for number, (one, two) in enumerate(pairwise(steps)) if one.thread != two.thread]
    if len(steps) <= MOST or not switches:
        return list(steps)
    near = {number for at in switches for number in (at, at + 1)}
    near |= {number for at, step in enumerate(steps) if step.mark for number in (at - 1, at, at + 1)}
    shown: list[Step] = []
    # What is asked and told, and who waits, is always shown.
    for kept, group in groupby(range(len(steps)), lambda number: number in near or not steps[number].line):
        numbers = list(group)
        if kept or len(numbers) < FEWEST:
            shown += [steps[number] for number in numbers]
        else:
            shown.append(Step(steps[numbers[0]].thread, 0, f"({len(numbers)} more lines)"))
    return shown


def _cell(step: Step, digits: int, width: int) -> list[str]:
    column = (width - 2) // 2
    number = str(step.line) if step.line else ""
    head = f"{'>' if step.mark == 'at fault' else ' '} {number:>{digits}} "
    wrapped = _Wrapper(column - len(head), subsequent_indent="  ", break_on_hyphens=False, tabsize=4).wrap(step.text)
    wrapped = wrapped or [""]
    left = " " * (column + 2) if step.thread == "B" else ""
    return [(left + (head if number == 0 else " " * len(head)) + text).rstrip() for number, text in enumerate(wrapped)]


class _Wrapper(textwrap.TextWrapper):
    """Breaks what is longer than a line before a dot, or after what opens a bracket."""

    def _split(self, text: str) -> list[str]:
        longest = self.width - len(self.subsequent_indent)
        return [
            part
            for chunk in super()._split(text)
            for part in (re.split(r"(?=\.[^\W\d])|(?<=[(\[{,])", chunk) if len(chunk) > longest else [chunk])
            if part
        ]
