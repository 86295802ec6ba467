"""What decided: the clock, luck, or skill. One sentence for each thing that was recorded."""

from katas.interview.countdown import minutes_of
from katas.interview.debrief.answered import NO_TIME, answers_of, told
from katas.interview.debrief.code import broken_by_twist, graded, works
from katas.interview.debrief.cost import Cost
from katas.interview.debrief.rule import Rule
from katas.interview.plan import MINUTES
from katas.interview.session import Session
from katas.interview.variants.clarifications import TOLD, level_of

_IDLE = {
    "one": "You asked what has only one answer where clients have buckets",
    "told": "You asked what the prompt or your file says already",
    "nothing": "You asked what could have mattered, had the answer not been no",
    "decoy": "You asked what did not matter here",
}


def by_clock(session: Session) -> list[str]:
    """Tell which steps the clock ended, and in practice which it would have ended."""
    state, interview, found = session.state, session.interview, []
    late = {step: f", {told(answer)}" for step, answer in answers_of(session) if answer["verdict"] == "late"}
    for step in MINUTES:
        spent, of = state.spent.get(step, 0.0), interview.seconds(step)
        if step in state.cut and spent < 1:
            found.append(f"{step}: never begun, as the {state.minutes} minutes were over.")
        elif step in state.cut:
            whole = spent < of - 1 and session.total > 60 * state.minutes - 1
            ended = f"the {state.minutes} minutes were over" if whole else "its time was up"
            found.append(f"{step}: ended after {minutes_of(round(spent))}, as {ended}{late.get(step, '.')}")
        elif spent > of:
            found.append(f"{step}: took {minutes_of(round(spent))} of {minutes_of(of)}. A mock would have ended it.")
    if state.pauses:
        times = "once" if state.pauses == 1 else f"{state.pauses} times"
        found.append(f"You left {times} and went on later. The clock stood still meanwhile, so that cost nothing.")
    if not state.mock and session.total > 60 * state.minutes:
        found.append(f"In all {minutes_of(round(session.total))}: a mock ends after {state.minutes}:00.")
    return found


def by_luck(rules: list[Rule]) -> list[str]:
    """Tell what came out well without being known."""
    return [
        f"You did not ask: {rule.question} Your code fits the answer, and level {rule.level} is green."
        for rule in rules
        if rule.how == "guessed" and rule.green
    ]


def by_skill(session: Session, rules: list[Rule], code: Cost, twist: Cost) -> list[str]:
    """Tell what was asked and kept, asked and not kept, what is red for other reasons, and how answers came out."""
    found = []
    for rule in rules:
        if rule.how == "asked" and works(session):
            end = "is green" if rule.green else "is red all the same"
            found.append(f"You asked: {rule.question} Level {rule.level} {end}.")
    found += _idle(session, rules)
    if code.still_red and works(session):
        first, *later = code.still_red
        found.append(f"Level {first} is red, and not by a question that you did not ask.{_hidden(later)}")
    found += _twist(session, twist)
    broken = broken_by_twist(session)
    if broken:
        found.append(f"The change for the twist broke what was green before: {', '.join(broken)}.")
    found += [f"{step}: {told(answer)}" for step, answer in answers_of(session) if answer["verdict"] not in NO_TIME]
    return found


def _idle(session: Session, rules: list[Rule]) -> list[str]:
    """Tell which questions were asked and decided nothing, by the reason for that."""
    found: dict[str, list[str]] = {each: [] for each in _IDLE}
    for each in session.interview.clarifications:
        if each.key in session.state.asked and each.key not in {rule.key for rule in rules}:
            kind = "told" if each.key in TOLD else "nothing" if level_of(each.key) else "decoy"
            kind = "one" if each.matters else kind
            found[kind].append(each.question)
    return [f"{_IDLE[kind]}: {' '.join(questions)}" for kind, questions in found.items() if questions]


def _hidden(later: list[str]) -> str:
    """Say which red levels can't be told apart from the first."""
    levels = f"level{'s' if len(later) > 1 else ''} {', '.join(later)}"
    return f" Whether there are more mistakes can't be told: {levels} may be red by the same one." if later else ""


def _twist(session: Session, twist: Cost) -> list[str]:
    """Tell what became of the twist's own level."""
    new = graded(session, "twist")["levels"][-1:]
    if not new or not works(session, "twist"):
        return []
    name = new[0]["name"]
    said = f"The twist: its own level, {name}, is"
    if new[0]["verdict"] == "passed":
        return [f"{said} green."]
    if name not in twist.still_red:
        return [f"{said} red by what you did not ask: with the answers that your code fits it is green."]
    if twist.hidden:
        return [f"{said} red, but the mistake at level {twist.hidden} alone may have made it so."]
    return [f"{said} red, by a mistake of its own."]
