"""How a stage's text is laid out."""

import textwrap


def wrapped(text: str, width: int, indent: str = "") -> str:
    """Break paragraphs into lines; lines that are indented already stay as they are."""
    return "\n".join(
        line
        if line.startswith(" ") and len(line) <= width
        else textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )


def title(number: int, name: str, minutes: str) -> str:
    """Return the line that begins a stage."""
    return f"\n--- {number} of 5: {name} ({minutes}) ---"
