"""A table of figures in Markdown."""

from collections.abc import Sequence

from benchmarks.harness.figures import Figures
from benchmarks.harness.laws import laws_broken
from benchmarks.harness.question import Row, Table
from benchmarks.harness.words import ratio

_ORDER = ("floor", "ours", "reference", "yours", "peer")


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Return the floor first, then what is compared with each other together, ours in front."""
    algorithms = list(dict.fromkeys(row.algorithm for row in sorted(rows, key=lambda row: _ORDER.index(row.kind))))
    return sorted(rows, key=lambda row: (algorithms.index(row.algorithm), _ORDER.index(row.kind)))


def markdown(table: Table, rows: Sequence[Row], figures: Figures) -> str:
    """Return the table, as wide as its figures need."""
    lines = lined(table, rows, figures)
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    last = len(widths) - 1 if table.laws else -1
    rule = [("-" * width) if n in (0, last) else "-" * (width - 1) + ":" for n, width in enumerate(widths)]
    lines.insert(1, rule)
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(w) if n in (0, last) else cell.rjust(w) for n, (cell, w) in enumerate(_zip(line, widths)))
        + " |"
        for line in lines
    )


def lined(table: Table, rows: Sequence[Row], figures: Figures) -> list[list[str]]:
    """Return the cells, the head first."""
    columns = [*table.columns, *(each for each in figures.columns(table.name) if each not in table.columns)]
    head = ["", *columns]
    if table.ratios == "floor":
        head += ["× floor", "× ours"]
    elif table.ratios == "growth":
        head += [f"{table.columns[-1]} ÷ {table.columns[0]}"]
    if table.laws:
        head += ["laws broken"]
    lines = [head]
    present = [row for row in ordered(rows) if row.name in figures.rows(table.name)]
    for row in present:
        cells = [(table.name, row.name, column) for column in columns]
        line = [row.name, *(table.shown(figures.middle(cell)) if cell in figures else "·" for cell in cells)]
        if table.ratios == "floor":
            floor = next((each.name for each in present if each.kind == "floor"), "")
            same = [each for each in present if each.algorithm == row.algorithm and each.kind == "ours"]
            line.append(ratio(figures.ratio(cells[0], (table.name, floor, columns[0]))))
            line.append(ratio(figures.ratio(cells[0], (table.name, same[0].name, columns[0])) if same else None))
        elif table.ratios == "growth":
            measured = [cell for cell in cells[: len(table.columns)] if cell in figures]
            line.append(ratio(figures.ratio(measured[-1], measured[0])))
        if table.laws:
            line.append(laws_broken(row))
        lines.append(line)
    return lines


def _zip(line: list[str], widths: list[int]) -> list[tuple[str, int]]:
    return list(zip(line, widths, strict=True))
