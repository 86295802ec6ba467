"""A question, the tables that answer it, and the cases to be measured."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal, NamedTuple, Protocol

from benchmarks.harness.figures import Figures
from benchmarks.peers import VERSIONS

Kind = Literal["floor", "ours", "yours", "reference", "peer"]


class Row(Protocol):
    """A limiter that is measured: a row of the tables."""

    @property
    def name(self) -> str:
        """The text in the first column."""

    @property
    def kind(self) -> Kind:
        """Whose it is."""

    @property
    def algorithm(self) -> str:
        """What it is compared with: rows of one algorithm stand together. Empty if with everything."""


@dataclass(frozen=True)
class Table:
    """One table: every row is measured once a turn for each column."""

    name: str
    title: str
    rows: Callable[[], Sequence[Row]]
    summary: Callable[[Figures], str]
    """Makes one sentence of the figures, which says what they mean."""

    columns: Sequence[str] = ("a decision",)
    """What is measured, one case each. A case may record figures in further columns, which come after these."""

    turns: int = 9
    write: Callable[[float], str] = str
    """Formats a figure, with its unit."""

    ratios: Sequence[Literal["floor", "growth"]] = ("floor",)
    """Compare the last column with the floor's and ours; and with the first column, as things grow."""

    laws: bool = True
    """Whether the rows are limiters, with a column for the laws they break."""

    words: Sequence[tuple[str, Callable[[Row], str]]] = ()
    """Columns after the figures: a title, and what is said of a row."""

    skips: Callable[["Case"], bool] = lambda _: False
    """Says which cases are left out, because they take too long or are impossible."""


@dataclass(frozen=True)
class Question:
    """What one file of benchmarks answers."""

    name: str
    title: str
    intro: str
    tables: Sequence[Table]
    with_submission: bool = True
    """Whether `--solution` adds rows to it."""

    charts: Sequence[Callable[[Figures], tuple[str, object]]] = field(default=())
    """Each draws a matplotlib figure and names the file."""

    packages: Sequence[str] = tuple(VERSIONS)
    """Whose versions matter, this library's aside."""


class Case(NamedTuple):
    """One measurement: a row and a column of a table, in one turn."""

    table: Table
    column: str
    turn: int
    row: Row
    quick: bool

    def calls(self, number: int) -> int:
        """Return the number, or a hundredth of it in a quick run, which only shows that everything works."""
        return max(10, number // 100) if self.quick else number

    @property
    def id(self) -> str:
        """Return its name, without characters that mean something to pytest."""
        return f"{self.table.name}/{self.column}/{self.turn}/{self.row.name}".replace("::", ":").replace(" ", "-")


def cases(question: Question, rows: Callable[[Table], Sequence[Row]], *, quick: bool) -> Iterator[Case]:
    """Yield the cases: each turn measures every row once, in a new order."""
    for table in question.tables:
        chosen = list(rows(table))
        for turn in range(1 if quick else table.turns):
            Random(turn).shuffle(chosen)
            for column in table.columns:
                here = (Case(table, column, turn, row, quick) for row in chosen)
                yield from (case for case in here if not table.skips(case))
