"""A rule that the prompt left open: whether it was asked, and what became of the level that is about it."""

from typing import Literal, NamedTuple

from katas.interview.session import Session
from katas.interview.variants.catalogue import neighbours
from katas.interview.variants.clarifications import level_of

How = Literal["asked", "card", "hint", "guessed"]


class Rule(NamedTuple):
    """One clarification that mattered, and how the candidate came to know the answer, if they did."""

    key: str
    question: str
    answer: str
    level: str
    how: How
    verdict: str  # of the level, in the code as it was at the end of the stage
    points: int  # of the level

    @property
    def green(self) -> bool:
        """Whether the code keeps it."""
        return self.verdict == "passed"


def rules_of(session: Session, stage: str = "code") -> list[Rule]:
    """Return the open rules that mattered, in the order of their levels in a stage.

    One to which there is only one answer is none: a bucket gives a token at the very tick at which it is due.
    """
    state, answers = session.state, neighbours(session.interview.variant)
    levels = {level["name"]: level for level in state.graded.get(stage, {}).get("levels", [])}
    hinted = "code: all rules" in state.hints

    def how(key: str) -> How:
        if key in state.asked:
            return "asked"
        if level_of(key) in state.shown.get("code", []):
            return "card"
        return "hint" if hinted else "guessed"

    found = []
    for each in session.interview.clarifications:
        level = levels.get(level_of(each.key))
        if each.matters and each.key in answers and level is not None:
            told = (each.key, each.question, each.answer, level["name"])
            found.append(Rule(*told, how(each.key), level["verdict"], level["points"]))
    return sorted(found, key=lambda rule: list(levels).index(rule.level))
