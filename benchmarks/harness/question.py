"""A question, the tables that answer it, and the cases to be measured."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal, NamedTuple, Protocol

from benchmarks.harness.figures import Figures

Kind = Literal["floor", "ours", "yours", "reference", "peer"]


class Row(Protocol):
    """Whoever is measured: a row of the tables."""

    @property
    def name(self) -> str:
        """What stands in the first column."""

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
    says: Callable[[Figures], str]
    """One sentence that says what it means, from the figures."""

    columns: Sequence[str] = ("a decision",)
    """What is measured, one case each. A case may put figures into further columns, which are shown after these."""

    turns: int = 9
    shown: Callable[[float], str] = str
    """How a figure is written, with its unit."""

    ratios: Sequence[Literal["floor", "growth"]] = ("floor",)
    """Compare the last column with the floor's and ours; and with the first column, as things grow."""

    laws: bool = True
    """Whether the rows are limiters, which keep laws or don't."""

    skips: Callable[["Case"], bool] = lambda _: False
    """What is not measured, since it would take too long or can't be done."""


@dataclass(frozen=True)
class Question:
    """What one file of benchmarks answers."""

    name: str
    title: str
    intro: str
    tables: Sequence[Table]
    learners: bool = True
    """Whether `--solution` has a row in it."""

    charts: Sequence[Callable[[Figures], tuple[str, object]]] = field(default=())
    """Each draws a matplotlib figure and names the file."""


class Case(NamedTuple):
    """One row's turn at one column of one table."""

    table: Table
    column: str
    turn: int
    row: Row
    quick: bool

    def calls(self, number: int) -> int:
        """Return how often to do something: a hundredth, if it is only to be seen that it works."""
        return max(10, number // 100) if self.quick else number

    @property
    def id(self) -> str:
        """Name it, without what pytest has a meaning for."""
        return f"{self.table.name}/{self.column}/{self.turn}/{self.row.name}".replace("::", ":").replace(" ", "-")


def cases(question: Question, rows: Callable[[Table], Sequence[Row]], *, quick: bool) -> Iterator[Case]:
    """Yield the cases: within a turn every row has its go, each turn in another order."""
    for table in question.tables:
        chosen = list(rows(table))
        for turn in range(1 if quick else table.turns):
            Random(turn).shuffle(chosen)
            for column in table.columns:
                here = (Case(table, column, turn, row, quick) for row in chosen)
                yield from (case for case in here if not table.skips(case))
