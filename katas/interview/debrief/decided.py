"""What decided: the clock, luck, or skill. One sentence for each thing that was recorded."""

from katas.interview.countdown import minutes_of
from katas.interview.debrief.answered import NO_TIME, answers_of, told
from katas.interview.debrief.code import broken_by_twist, graded, works
from katas.interview.debrief.cost import Cost, blamed_on
from katas.interview.debrief.rule import Rule
from katas.interview.plan import MINUTES
from katas.interview.session import Session
from katas.interview.variants.clarifications import TOLD, level_of

_NOT_ASKED = "not by a question that you did not ask."
_IDLE = {
    "one": "You asked what has only one answer where clients have buckets",
    "told": "You asked what the prompt or the call says already",
    "nothing": "You asked what could have mattered, had the answer not been no",
    "decoy": "You asked what did not matter here",
}


def by_clock(session: Session) -> list[str]:
    """Tell which steps the clock ended, and in practice which it would have ended."""
    state, interview, found = session.state, session.interview, []
    late = {step: f", {told(answer)}" for step, answer in answers_of(session) if answer["verdict"] == "late"}
    for step in MINUTES:
        spent, of = state.spent.get(step, 0.0), interview.seconds(step)
        if step in state.cut:
            found.append(f"{step}: ended after {minutes_of(round(spent))}, as its time was up{late.get(step, '.')}")
        elif spent > of:
            found.append(f"{step}: took {minutes_of(round(spent))} of {minutes_of(of)}. A mock would have ended it.")
    if not state.mock and session.total > 60 * state.minutes:
        found.append(f"In all {minutes_of(round(session.total))}: a mock ends after {state.minutes}:00.")
    return found


def by_luck(rules: list[Rule], code: Cost) -> list[str]:
    """Tell what came out well without being known, also where another question made its level red."""
    found = []
    for rule in rules:
        others = [] if rule.key in code.answers else code.owed.get(rule.level, ())
        fits = others and "windows" not in others and code.green(rule.level)  # other windows have edges of their own
        if rule.how == "guessed" and (rule.green or fits):
            end = f"its level, {rule.level}, is red only by {blamed_on(others)}" if others else ""
            end = end or f"level {rule.level} is green"
            found.append(f"You did not ask: {rule.question} Your code fits the answer; {end}.")
    return found


def by_skill(session: Session, rules: list[Rule], code: Cost, twist: Cost) -> list[str]:
    """Tell what was asked and kept, asked and not kept, what is red for other reasons, and how answers came out."""
    asked = [rule for rule in rules if rule.how == "asked" and works(session)]
    found = [f"You asked: {rule.question} Level {rule.level} {_end(rule, code)}." for rule in asked]
    found += _idle(session, rules)
    if code.still_red and works(session):
        first, *later = code.still_red
        found.append(f"Level {first} is red, and {_NOT_ASKED}{_hidden(later)}")
    found += _twist(session, code, twist)
    broken = broken_by_twist(session)
    if broken:
        found.append(f"The change for the twist broke what was green before: {', '.join(broken)}.")
    found += [f"{step}: {told(answer)}" for step, answer in answers_of(session) if answer["verdict"] not in NO_TIME]
    return found


def _end(rule: Rule, code: Cost) -> str:
    """Tell what became of the level of a rule that was asked."""
    keys = code.owed.get(rule.level)
    if rule.green or not keys:
        return "is green" if rule.green else "is red all the same"
    it = "it is green" if code.green(rule.level) else "there is no such level"
    return f"is red only by what you did not ask ({blamed_on(keys)}); with the answer that your code assumes, {it}"


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


def _twist(session: Session, code: Cost, twist: Cost) -> list[str]:
    """Tell what became of the twist's own level, and what is the candidate's own that was put to questions before."""
    new = graded(session, "twist")["levels"][-1:]
    if not new or not works(session, "twist"):
        return []
    name = new[0]["name"]
    red = {level["name"] for level in graded(session, "code")["levels"] if level["verdict"] != "passed"}
    first, *later = [level for level in twist.still_red if level in red and level not in code.still_red] or [""]
    own = [f"After the twist, level {first} is red, and {_NOT_ASKED}{_hidden(later)}"] if first else []
    said = f"The twist: its own level, {name}, is"
    if new[0]["verdict"] == "passed":
        return [*own, f"{said} green."]
    if name not in twist.still_red:
        return [*own, f"{said} red by what you did not ask: with the answers that your code assumes, it is green."]
    if twist.hidden:
        return [*own, f"{said} red, but the mistake at level {twist.hidden} alone may have made it so."]
    return [*own, f"{said} red, by a mistake of its own."]
