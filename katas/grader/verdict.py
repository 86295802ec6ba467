"""What grading finds: plain values, which the graded process can send as JSON."""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple


class Row(NamedTuple):
    """One call of a timeline, the contract's answer and the submission's."""

    now: int
    call: str
    expected: str
    yours: str


class Step(NamedTuple):
    """What a thread did in an interleaving: a line of the submission; or line 0, what it asks and what it is told."""

    thread: str
    line: int
    text: str
    mark: Literal["", "in conflict", "at fault"] = ""


@dataclass(frozen=True)
class Failure:
    """Why a level failed, in words; with the smallest timeline that shows it, if there is one."""

    kind: Literal["answer", "race", "cost", "hang", "crash", "exit", "load", "not started", "killed", "grader"]
    message: str = ""
    timeline: str = ""
    rows: tuple[Row, ...] = ()
    note: str = ""
    line: str = ""  # the learner's own line: "katas/token_bucket/token_bucket.py:31: tokens = 1 / 0"
    why: tuple[str, ...] = ()  # for --why: what there was before each call, a line each
    detail: str = ""  # for --why: a traceback, the steps of a race
    commands: tuple[str, ...] = ()  # what a server saw of the last call, a line each
    steps: tuple[Step, ...] = ()  # of two threads, in the order in which they ran

    @classmethod
    def load(cls, values: dict[str, Any]) -> "Failure":
        """Read a failure that came as JSON."""
        lines = {name: tuple(values[name]) for name in ("why", "commands")}
        rows, steps = (Row(*row) for row in values["rows"]), (Step(*step) for step in values["steps"])
        return cls(**{**values, **lines, "rows": tuple(rows), "steps": tuple(steps)})


class Diagnosis(NamedTuple):
    """The known mistakes that give the same answers as a submission, in words, and where one of them has shipped."""

    names: tuple[str, ...]
    words: str
    shipped: str = ""


class Broken(Exception):  # noqa: N818  a law is broken; nothing went wrong in the grader
    """The exception that a law raises when it is broken."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Abort(BaseException):
    """The submission hangs, exits or eats memory: no further call to it makes sense. Laws must not catch it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


@dataclass
class Result:
    """One level's verdict."""

    name: str
    points: int
    law: str
    verdict: Literal["passed", "failed", "locked", "not run"] = "not run"
    failure: Failure | None = None
    seconds: float = 0.0


@dataclass
class Report:
    """All that a card shows of one graded submission."""

    kata: str
    submission: str
    results: list[Result]
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)  # cases, pinned timelines, interleavings, ...
    costs: list[list[str]] = field(default_factory=list)  # rows of the table beside the reference
    notes: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)  # parts of the submission that never ran
    diagnosis: Diagnosis | None = None
    prints: dict[str, str] = field(default_factory=dict)  # what the diagnosis is made from
    rows: tuple[Row, ...] = ()  # of a replayed timeline
    replayed: Failure | None = None  # what it broke
    printed: bool = True  # whether a replay that shows it printed anything
    complete: bool = True  # whether a replay came to its end

    @property
    def points(self) -> int:
        """The score: points of the levels that passed."""
        return sum(result.points for result in self.results if result.verdict == "passed")

    @property
    def passed(self) -> bool:
        """Whether every level ran and passed."""
        return all(result.verdict == "passed" for result in self.results)

    @property
    def first_failed(self) -> Result | None:
        """The level that the card is about."""
        return next((result for result in self.results if result.verdict == "failed"), None)


def brief(value: Any) -> str:
    """Show a value in forty characters."""
    try:
        shown = repr(value)
    except Exception:  # noqa: BLE001  a repr may raise anything
        shown = f"<{type(value).__name__}>"
    return shown if len(shown) <= 40 else shown[:37] + "..."
