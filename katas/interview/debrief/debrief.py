"""A debrief as plain values. Each sentence says no more than what was recorded or computed."""

from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple


class StageRow(NamedTuple):
    """A stage in the table: times in seconds, the one that was spent in whole ones."""

    name: str
    spent: int
    of: float
    verdict: str


class Question(NamedTuple):
    """A question that was asked, or that mattered and was not."""

    question: str
    answer: str
    asked: bool
    mattered: bool


class Practice(NamedTuple):
    """A thing to practise: why, and the command for it."""

    why: str
    command: str


@dataclass
class Debrief:
    """All that is told of an interview, in the order in which it is told."""

    seed: int
    mock: bool
    minutes: int
    began: str
    pauses: int
    prompt: str = ""
    clock: list[str] = field(default_factory=list)  # what the time decided, a sentence or two each
    luck: list[str] = field(default_factory=list)
    skill: list[str] = field(default_factory=list)
    stages: list[StageRow] = field(default_factory=list)
    total: int = 0  # seconds, the sum of the stages
    not_asked: list[str] = field(default_factory=list)  # that mattered, and what that cost
    first_red: str = ""
    timeline: str = ""  # the smallest that shows it, with answers
    supposed_red: str = ""  # what is red under the answers that the file assumes
    supposed_timeline: str = ""
    twist_red: str = ""  # what the twist made red
    twist_timeline: str = ""
    hints: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)  # all that bound the code
    questions: list[Question] = field(default_factory=list)
    points: dict[str, int] = field(default_factory=dict)  # of 100: by stage, and what was lost by not asking
    short: list[str] = field(default_factory=list)  # how the stages came out, a line each
    practise: list[Practice] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the same as JSON has it."""
        words = asdict(self)
        for name in ("stages", "questions", "practise"):
            words[name] = [each._asdict() for each in getattr(self, name)]
        return words
