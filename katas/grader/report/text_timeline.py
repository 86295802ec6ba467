"""Shows a timeline: a row for each call, expected before yours, and below them the calls on an axis of time."""

import re
import textwrap
from itertools import pairwise

from katas.grader.timeline import Timeline
from katas.grader.verdict import Row
from ratelimit import Quota

ROWS = 12  # nobody reads more calls than this; shrunk timelines rarely have four, an example that is replayed has ten
_LASTING = "Lasting{}: a {} whose level() never says that it is fresh."
LONG = 10**9  # such numbers are hard to compare
_NUMBER = re.compile(r"\d+")
_HEAD = ("now", "call", "expected", "yours")


def table(title: str, rows: tuple[Row, ...], text: str, note: str | None = None, *, width: int) -> list[str]:
    """Return the lines for a timeline; with a note, even an empty one, the last row is the first difference."""
    if not rows:
        return []
    title, quota = f"{title} ({len(rows)} call{'s' if len(rows) > 1 else ''})", quota_of(text)
    lines = [f"{title:<32}  {quota}"]
    if len(lines[0]) > width:
        tied = re.sub(r" (?=period|burst|Quota)", "\xa0", quota)
        fits = max(map(len, tied.split(" "))) <= width - 2
        wrapped = textwrap.wrap(tied if fits else quota, width, initial_indent="  ", subsequent_indent="  ")
        lines = [title, *(line.replace("\xa0", " ") for line in wrapped)]
    algorithm = Timeline.parse(text).algorithm
    if algorithm.startswith("Lasting"):
        name = algorithm.removeprefix("Lasting")
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() if name != "GCRA" else name
        lines += textwrap.wrap(_LASTING.format(name, words), width, initial_indent="  ", subsequent_indent="  ")
    shown = rows[-ROWS:] if len(rows) > ROWS + 1 else rows
    if len(rows) > len(shown):
        lines.append(f"  ... {len(rows) - len(shown)} calls before these, all answered right")
    lines += _rows(shown, width, wrong=note is not None)
    note = "; ".join(filter(None, [note, apart(*rows[-1][2:])])) if note is not None else None
    if note:
        fits = len(lines[-1]) + len(note) + 8 <= width
        below = textwrap.wrap(f"<- {note}", width, initial_indent=" " * 6, subsequent_indent=" " * 9)
        lines[-1:] = [f"{lines[-1]}     <- {note}"] if fits else [lines[-1], *below]
    return lines + (_axis(shown, width) if note is not None else [])


def apart(expected: str, yours: str) -> str:
    """Say by how much two long numbers differ, "" if that is easily seen, or if there is more to it."""
    pairs = [
        (int(one), int(other)) for one, other in zip(*map(_numbers, (expected, yours)), strict=False) if one != other
    ]
    if len(pairs) != 1 or _NUMBER.sub("", expected) != _NUMBER.sub("", yours):
        return ""
    one, other = pairs[0]
    near = min(one, other) >= LONG and abs(other - one) < LONG
    return f"yours is {abs(other - one):,} {'more' if other > one else 'less'}" if near else ""


def _numbers(answer: str) -> list[str]:
    return _NUMBER.findall(answer)


def _rows(rows: tuple[Row, ...], width: int, *, wrong: bool) -> list[str]:
    widths = [max(len(str(cell)) for cell in column) for column in zip(_HEAD, *rows, strict=True)]
    if sum(widths) + 10 <= width:
        lines, marked = [_line(row, widths) for row in (_HEAD, *rows)], -1
    else:  # long numbers: below each other
        last = rows[-1]
        lines = [_line((now, call, yours), widths) for now, call, _, yours in (_HEAD, *rows[:-1])]
        lines += [_line(last[:2], widths), f"        expected  {last.expected}", f"        yours     {last.yours}"]
        marked = -3
    if wrong:
        lines[marked] = "  >" + lines[marked][3:]
    return lines


def _line(row: tuple[object, ...], widths: list[int]) -> str:
    now, *cells = (str(cell) for cell in row)
    padded = [f"{cell:<{width}}" for cell, width in zip(cells, widths[1:], strict=False)]
    return "  ".join([f"    {now:>{widths[0]}}", *padded]).rstrip()


def quota_of(text: str) -> str:
    """Return the quota of a timeline in words, and of a limiter the meters; of several limits each, by its number.

    Of an interview's limiter, by what it is called there: its quota, the one that holds `also`, and those of plans.
    """
    quota, _, algorithm, more = timeline = Timeline.parse(text)
    if more and not algorithm:
        named = [f"plan {limit.algorithm}" if limit.algorithm else "also" for limit in more]
        pairs = zip(("quota", *named), timeline.limits, strict=True)
        return ", ".join(f"{name}: {_written(limit.quota)}" for name, limit in pairs)
    if more:
        return ", ".join(f"{number}: {limit}" for number, limit in enumerate(timeline.limits))
    return f"{f'{algorithm}, ' if algorithm else ''}{_written(quota)}"


def _written(quota: Quota) -> str:
    return f"Quota(limit={quota.limit}, period={quota.period}, burst={quota.burst})"


def _axis(rows: tuple[Row, ...], width: int) -> list[str]:
    """Draw the calls where they fall in time: ● granted, ○ refused, ✗ where the answers part."""
    first, last = rows[0].now, rows[-1].now
    left, right = str(first), str(last)
    span = width - 12 - len(left) - len(right)
    if any(later.now <= row.now for row, later in pairwise(rows)) or last - first < 2 or span < 20:
        return []  # calls at one time would hide each other; between 0 and 1 there is nothing to see
    track = [" "] * (span + 1)
    for row in rows[:-1]:
        if row.call.startswith(("take", "allow")):
            track[(row.now - first) * span // (last - first)] = "●" if row.yours in ("granted", "True") else "○"
    track[span] = "✗"
    pad = " " * (6 + len(left))
    return [f"     {left} ├{'─' * (span - 1)}┤ {right}", (pad + "".join(track)).rstrip()]
