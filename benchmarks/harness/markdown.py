"""A table of figures in Markdown."""

from collections.abc import Sequence

from benchmarks.harness.figures import Figures
from benchmarks.harness.laws import laws_broken
from benchmarks.harness.number_format import ratio
from benchmarks.harness.question import Row, Table

_ORDER = ("floor", "ours", "reference", "yours", "peer")


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Return the floor first, then what is compared with each other together, ours in front."""
    algorithms = list(dict.fromkeys(row.algorithm for row in sorted(rows, key=lambda row: _ORDER.index(row.kind))))
    return sorted(rows, key=lambda row: (algorithms.index(row.algorithm), _ORDER.index(row.kind)))


def markdown(table: Table, rows: Sequence[Row], figures: Figures) -> str:
    """Return the table, as wide as its figures need."""
    lines = cells(table, rows, figures)
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    figures_end = len(widths) - len(table.words) - table.laws
    words = {0, *range(figures_end, len(widths))}
    rule = [("-" * width) if n in words else "-" * (width - 1) + ":" for n, width in enumerate(widths)]
    lines.insert(1, rule)
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(w) if n in words else cell.rjust(w) for n, (cell, w) in enumerate(_zip(line, widths)))
        + " |"
        for line in lines
    )


def cells(table: Table, rows: Sequence[Row], figures: Figures) -> list[list[str]]:
    """Return the cells, the head first."""
    columns = [*table.columns, *(each for each in figures.columns(table.name) if each not in table.columns)]
    head = ["", *columns]
    if "growth" in table.ratios:
        head += [f"{table.columns[-1]} ÷ {table.columns[0]}"]
    if "floor" in table.ratios:
        head += ["× floor", "× ours"]
    head += [title for title, _ in table.words]
    if table.laws:
        head += ["laws broken"]
    present = [row for row in ordered(rows) if row.name in figures.rows(table.name)]
    return [head, *(_line(table, columns, row, present, figures) for row in present)]


def _line(table: Table, columns: list[str], row: Row, present: list[Row], figures: Figures) -> list[str]:
    cells = [(table.name, row.name, column) for column in columns]
    line = [row.name, *(table.write(figures.median(cell)) if cell in figures else "·" for cell in cells)]
    measured = [cell for cell in cells[: len(table.columns)] if cell in figures]
    if "growth" in table.ratios:
        line.append(ratio(figures.ratio(cells[len(table.columns) - 1], cells[0])))
    if "floor" in table.ratios:
        for kind in ("floor", "ours"):
            alike = (each for each in present if each.kind == kind and each.algorithm in ("", row.algorithm))
            other = next(alike, None)
            to = other and (table.name, other.name, measured[-1][2])
            line.append(ratio(figures.ratio(measured[-1], to)) if to else "·")
    line += [said(row) for _, said in table.words]
    if table.laws:
        line.append(laws_broken(row))
    return line


def _zip(line: list[str], widths: list[int]) -> list[tuple[str, int]]:
    return list(zip(line, widths, strict=True))
