"""Shows a policy file, and what came then: a row for each request, expected before yours."""

import textwrap

from katas.grader.verdict import Row

ROWS = 12  # of requests; of more, the first are left out


def policies(title: str, rows: tuple[Row, ...], _text: str, note: str | None = None, *, width: int) -> list[str]:
    """Return the lines for a scenario; with a note, even an empty one, the last row is the first difference."""
    if not rows:
        return []
    lines = [f"{title}:"]
    asked = [row for row in rows if row.call != "policy"]
    left_out = max(0, len(asked) - ROWS)
    for place, row in enumerate(rows):
        if row.call == "policy":
            if place and rows[place - 1].call != "policy":
                lines.append("  then this file:")
            lines += textwrap.wrap(
                row.expected, width, initial_indent="    ", subsequent_indent=" " * 6, break_on_hyphens=False
            )
        elif row not in asked[:left_out]:
            lines += _asked(row, width, wrong=note is not None and place == len(rows) - 1)
    if left_out:
        lines.insert(1, f"  ... {left_out} requests, all as expected, are left out")
    if note:
        lines += textwrap.wrap(f"<- {note}", width, initial_indent="    ", subsequent_indent=" " * 7)
    return lines


def _asked(row: Row, width: int, *, wrong: bool) -> list[str]:
    """Return what came, and the answer; both answers if they differ."""
    lines = textwrap.wrap(f"{row.now}. {row.call}", width, initial_indent="  ", subsequent_indent=" " * 5)
    if not wrong:
        return lines + textwrap.wrap(row.expected, width, initial_indent=" " * 8, subsequent_indent=" " * 10)
    for label, text in (("expected", row.expected), ("yours", row.yours)):
        lines += textwrap.wrap(text, width, initial_indent=f"        {label:<8}  ", subsequent_indent=" " * 20)
    lines[0] = f"  > {lines[0].strip()}"
    return lines
