"""Shows an exchange of messages: what came, then two columns, expected and yours, to the first difference."""

import re
import textwrap
from itertools import groupby

from katas.grader.verdict import Row

ROWS = 14  # of one request; of more, the first are left out
ENDS = 6  # of many requests, so many are shown, the first and the last; those between are as expected
_INDENT = 4


def messages(title: str, rows: tuple[Row, ...], text: str, note: str | None = None, *, width: int) -> list[str]:
    """Return the lines for an exchange; with a note, even an empty one, the last row is the first difference."""
    if not rows:
        return []
    number = len({row.now for row in rows})
    lines = [f"{title} ({number} request{'s' if number > 1 else ''}):"]
    lines += textwrap.wrap(f"{text.partition(') ')[0]})", width, initial_indent="  ", subsequent_indent="    ")
    turns = re.search(r" turns\(([\d, ]+)\)$", text)
    if turns:
        lines += textwrap.wrap(f"at once, in turns: {turns[1]}", width, initial_indent="  ", subsequent_indent="    ")
    groups = [(now, list(group)) for now, group in groupby(rows, lambda row: row.now)]
    left_out = range(ENDS, len(groups) - ENDS) if note is not None else range(0)
    for order, (now, mine) in enumerate(groups):
        if order in left_out:
            lines += [f"  ... {len(left_out)} more, all as expected"] if order == ENDS else []
            continue
        given = [row.expected for row in mine if row.call == "given"]
        for place, words in enumerate(given):
            start = f"  request {now}: " if place == 0 else "    "
            lines += textwrap.wrap(f"{start}{words}", width, subsequent_indent=" " * 6, break_on_hyphens=False)
        heard = [row for row in mine if row.call not in ("given", "same")]
        if heard:
            lines += _columns(heard, width, wrong=note is not None and mine[-1] is rows[-1])
        elif any(row.call == "same" for row in mine):
            lines.append("    all as expected")
    return lines + (_below(rows[-1], note, width) if note is not None else [])


def _columns(rows: list[Row], width: int, *, wrong: bool) -> list[str]:
    column = (width - _INDENT - 2) // 2
    lines = [_line("expected", "yours", column)]
    if len(rows) > ROWS:
        lines.append(f"    ... {len(rows) - ROWS} lines, all as expected")
    for row in rows[-ROWS:]:
        mark = "  > " if wrong and row is rows[-1] else "    "
        left, right = (textwrap.wrap(text, column, subsequent_indent="  ") or [""] for text in row[2:])
        for place in range(max(len(left), len(right))):
            one, other = (side[place] if place < len(side) else "" for side in (left, right))
            lines.append(_line(one, other, column, mark if place == 0 else "    "))
    return lines


def _line(left: str, right: str, column: int, mark: str = "    ") -> str:
    return f"{mark}{left:<{column}}  {right}".rstrip()


def _below(row: Row, note: str, width: int) -> list[str]:
    """Return what stands below the difference: the bytes of a header, and why the expected one is right."""
    lines = []
    names = [text.partition(": ")[0] for text in row[2:]]
    if row.call == "header" and names[0] == names[1]:
        expected, yours = (repr(text.partition(": ")[2].encode("latin-1")) for text in row[2:])
        place = next((n for n, (one, other) in enumerate(zip(expected, yours, strict=False)) if one != other), 0)
        place = place or min(len(expected), len(yours))
        lines = [f"    bytes, expected  {expected}", f"           yours     {yours}", f"{' ' * (21 + place)}^"]
        if max(map(len, lines)) > width:
            lines = [f"    bytes differ from byte {place - 2} on"]
    return lines + (
        textwrap.wrap(f"<- {note}", width, initial_indent="    ", subsequent_indent=" " * 7) if note else []
    )
