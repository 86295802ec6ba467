"""What a question's answer looks like: on the terminal, and in `benchmarks/results`."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.harness.circumstances import circumstances
from benchmarks.harness.figures import Figures
from benchmarks.harness.markdown import markdown
from benchmarks.harness.question import Question, Row, Table

RESULTS = Path(__file__).parents[1] / "results"
RATIOS = (
    "× floor, × ours: the ratio of the two medians over the turns, and in brackets the quartiles of the ratios turn by "
    "turn. Ours is our algorithm that does the same. Where there are several columns, of the last one "
    "in which a row has a figure."
)


def section(table: Table, rows: Sequence[Row], figures: Figures) -> str:
    """Return a table under its title and its sentence."""
    return f"## {table.title}\n\n{table.summary(figures)}\n\n{markdown(table, rows, figures)}"


def body(question: Question, rows: Callable[[Table], Sequence[Row]], figures: Figures) -> str:
    """Return every table that has figures."""
    measured = [table for table in question.tables if figures.rows(table.name)]
    parts = [section(table, rows(table), figures) for table in measured]
    if any(table.ratios == "floor" for table in measured):
        parts.append(RATIOS)
    return "\n\n".join(parts)


def write(question: Question, rows: Callable[[Table], Sequence[Row]], figures: Figures, command: str) -> list[Path]:
    """Write the page, its charts and the raw numbers."""
    RESULTS.mkdir(exist_ok=True)
    said = circumstances(command, question.packages)
    names = [name for draw in question.charts for name in _draw(draw, figures)]
    page = "\n\n".join(
        [
            f"# {question.title}",
            question.intro,
            *(f"![{question.title}]({name})" for name in names),
            body(question, rows, figures),
            (
                f"Measured {said['date']} with {said['python']} on {said['machine']}; {said['packages']}. "
                f"Again: `{said['command']}`. Every number: [{question.name}.json]({question.name}.json)."
            ),
        ]
    )
    paths = [RESULTS / f"{question.name}.md", RESULTS / f"{question.name}.json"]
    paths[0].write_text(page + "\n", encoding="utf-8")
    raw = json.dumps(
        {"circumstances": said, "figures": figures.raw([table.name for table in question.tables])},
        indent=None,
        ensure_ascii=False,
    )
    paths[1].write_text(raw.replace('}, "', '},\n"') + "\n", encoding="utf-8")
    return [*paths, *(RESULTS / name for name in names)]


def _draw(draw: Callable[[Figures], tuple[str, object]], figures: Figures) -> list[str]:
    from benchmarks.charts.bars import save  # noqa: PLC0415  matplotlib takes a second to import

    name, drawn = draw(figures)
    save(drawn, RESULTS / name)
    return [name]
