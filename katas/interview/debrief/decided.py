"""What decided: the clock, luck, or skill. One sentence for each thing that was recorded."""

from katas.interview.countdown import minutes_of
from katas.interview.debrief.code import broken_by_twist, graded, works
from katas.interview.debrief.rule import Rule
from katas.interview.interview import MINUTES
from katas.interview.session import Session


def by_clock(session: Session) -> list[str]:
    """Tell which steps the clock ended, and in practice which it would have ended."""
    state, interview, told = session.state, session.interview, []
    for step in MINUTES:
        spent, of = state.spent.get(step, 0.0), interview.seconds(step)
        if step in state.cut and spent < 1:
            told.append(f"{step}: never begun, as the {state.minutes} minutes were over.")
        elif step in state.cut:
            ended = "its time was up" if spent >= of - 1 else f"the {state.minutes} minutes were over"
            told.append(f"{step}: ended after {minutes_of(spent)}, as {ended}.")
        elif spent > of:
            told.append(f"{step}: took {minutes_of(spent)} of {minutes_of(of)}. A mock would have ended it.")
    if state.pauses:
        times = "once" if state.pauses == 1 else f"{state.pauses} times"
        told.append(f"You left {times} and went on later. The clock stood still meanwhile.")
    if not state.mock and session.total > 60 * state.minutes:
        told.append(f"In all {minutes_of(session.total)}: a mock ends after {state.minutes}:00.")
    return told


def by_luck(session: Session, rules: list[Rule]) -> list[str]:
    """Tell what came out well without being known."""
    told = [
        f"You did not ask: {rule.question} Your code fits the answer, so level {rule.level} is green."
        for rule in rules
        if rule.how == "guessed" and rule.green
    ]
    for number, answer in enumerate(session.state.own_code, 1):
        if answer["verdict"] == "right" and answer["choices"]:
            told.append(f"own code {number} came out right: so does one guess in {answer['choices']}.")
    return told


def by_skill(session: Session, rules: list[Rule], still_red: tuple[str, ...]) -> list[str]:
    """Tell what was asked and kept, asked and not kept, what is red for other reasons, and how answers came out."""
    told = []
    for rule in rules:
        if rule.how == "asked" and works(session):
            end = "is green" if rule.green else "is red all the same"
            told.append(f"You asked: {rule.question} Level {rule.level} {end}.")
    idle = [each.question for each in session.interview.clarifications if _idle(session, rules, each.key)]
    if idle:
        told.append(f"You also asked what did not matter here: {' '.join(idle)}")
    if still_red and works(session):
        told.append(f"Red for another reason than a question that you did not ask: {', '.join(still_red)}.")
    new = graded(session, "twist")["levels"][-1:]
    if new and works(session):
        told.append(
            f"The twist: its own level, {new[0]['name']}, is {'green' if new[0]['verdict'] == 'passed' else 'red'}."
        )
    broken = broken_by_twist(session)
    if broken:
        told.append(f"The change for the twist broke what was green before: {', '.join(broken)}.")
    told += [f"number {number}: {_told(answer)}" for number, answer in enumerate(session.state.numbers, 1)]
    told += [f"own code {number}: {_told(answer)}" for number, answer in enumerate(session.state.own_code, 1)]
    return told


def _idle(session: Session, rules: list[Rule], key: str) -> bool:
    return key in session.state.asked and key not in {rule.key for rule in rules}


def _told(answer: dict[str, str]) -> str:
    """Tell how one answer came out."""
    said = " ".join(answer.get("said", "").split())
    if answer["verdict"] == "wrong" and answer.get("typed"):
        return said or f"wrong. You said {answer['typed']}; it is {answer['answer']}."
    return {"late": "no answer in time."}.get(answer["verdict"], f"{answer['verdict']}.")
