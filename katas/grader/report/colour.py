"""Paints the lines of a finished card. Every mark and word is there without it: colour only makes them easy to find."""

import re
from collections.abc import Iterator

_RED, _GREEN, _YELLOW = "31", "32", "33"
_BOLD, _DIM = "1", "2"
_MARKS = {"✓": _GREEN, "✗": _RED, "□": _YELLOW, "·": _DIM, "●": _GREEN, "○": _YELLOW}
_LEVEL = re.compile(r"  ([✓✗□·]) +\d")  # "  ✗ 2 refill     0/15  ..."
_RUNG = re.compile(r"([✓✗□]) \w+ +\d+/\d+")  # "✗ gcra     20/100  ██ ..."
_HEAD = re.compile(r"(\w+)( +)(\d+)/(\d+)(   .*)")
_LABEL = re.compile(r"[A-Z][\w ]{2,35}:(?= |$)")  # "Seen in the wild: ..."
_TABLE = re.compile(r"    +(?:now  call +)?(?:expected +)?yours$")
_FAULT = re.compile(r"^(?: {2,})?(>) +\d+ ")  # "> 30 first = self._queue.popleft()": of a race, in either column
_BELOW = re.compile(r"        (expected|yours)  +")


def painted(card: str) -> str:
    """Return the card in colour."""
    return "\n".join(_lines(card.split("\n")))


def paint(text: str, *codes: str) -> str:
    """Return the text in a colour, and what comes after it in none."""
    return f"\033[{';'.join(codes)}m{text}\033[0m" if text.strip() else text


def _lines(lines: list[str]) -> Iterator[str]:
    columns: tuple[int, int] | None = None  # where a timeline's table has what is expected, and yours
    for line in lines:
        if _TABLE.match(line):
            columns = (line.find("expected"), line.find("yours"))
            yield paint(line, _DIM)
        elif line.startswith("  >") and columns and columns[0] > 0:
            yield _parted(line, *columns)
        elif below := _BELOW.match(line):
            yield line[:8] + paint(line[8:], _GREEN if below[1] == "expected" else _RED)
        else:
            yield _line(line)


def _line(line: str) -> str:
    if found := _LEVEL.match(line) or _RUNG.match(line):
        colour = _MARKS[found[1]]
        return paint(line, _DIM) if colour == _DIM else _marked(line, found, colour)
    if found := _HEAD.fullmatch(line):
        colour = _GREEN if found[3] == found[4] else _YELLOW
        return f"{paint(found[1], _BOLD)}{found[2]}{paint(f'{found[3]}/{found[4]}', colour, _BOLD)}{found[5]}"
    if found := _LABEL.match(line):
        return paint(found[0], _BOLD) + line[found.end() :]
    if found := _FAULT.search(line):
        return _marked(line, found, _RED)
    if not line.strip(" ●○✗"):  # where in time the calls fall
        line = re.sub("[●○✗]", lambda mark: paint(mark[0], _MARKS[mark[0]]), line)
    return line


def _marked(line: str, found: re.Match[str], colour: str) -> str:
    return line[: found.start(1)] + paint(found[1], colour, _BOLD) + line[found.end(1) :]


def _parted(line: str, expected: int, yours: int) -> str:
    """Paint the row with the difference: yours ends where a note begins."""
    answer, arrow, note = line[yours:].partition("     <- ")
    start = paint(line[:3], _RED, _BOLD) + line[3:expected]
    return start + paint(line[expected:yours], _GREEN) + paint(answer, _RED) + arrow + note
