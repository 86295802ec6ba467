"""What decided: the clock, luck, or skill. One sentence for each thing that was recorded."""

from katas.interview.countdown import minutes_of
from katas.interview.debrief.answered import NO_TIME, answers_of, told
from katas.interview.debrief.beside import Beside
from katas.interview.debrief.code import broken_by_twist, graded, other_since, red, state, works
from katas.interview.debrief.cost import Cost, blamed_on, levels_of
from katas.interview.debrief.rule import Rule
from katas.interview.plan import MINUTES
from katas.interview.session import Session
from katas.interview.variants.clarifications import TOLD, level_of

_IDLE = {
    "one": "You asked what has only one answer where clients have buckets",
    "told": "You asked what the prompt or the call says already",
    "nothing": "Worth asking, but the answer adds nothing to the prompt here, and counts neither for nor against you",
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


def by_luck(session: Session, rules: list[Rule], code: Cost) -> list[str]:
    """Tell what came out well without being known, also where another mistake or question made its level red."""
    found = []
    for rule in rules:
        said = _guessed(session, rule, code) if rule.how == "guessed" else ""
        found += [f"You did not ask: {rule.question} {said}"] if said else []
    return found


def _guessed(session: Session, rule: Rule, code: Cost) -> str:
    """Tell of one guess that it was right, or that this is not known; "" if it was wrong."""
    level = f"level {rule.level} {state(session, 'code', [rule.level])}"
    others = [] if rule.key in code.answers else code.owed.get(rule.level, ())
    if rule.green:
        return f"Your code fits the answer; {level}."
    if others and "windows" not in others and code.green(rule.level):  # other windows have edges of their own
        return f"Your code fits the answer; {level} only by another question ({blamed_on(others)})."
    if code.fits.get(rule.key) == "real":
        near = code.beside
        return f"Your code fits the answer {near.where}; elsewhere the mistake at level {near.level} hides it."
    if rule.key in code.unknown:
        return (
            f"Whether your code fits the answer was not found out: the mistake at level {code.still_red[0]} hides it."
        )
    return ""


def by_skill(session: Session, rules: list[Rule], code: Cost, twist: Cost) -> list[str]:
    """Tell what was asked and kept, asked and not kept, what is red for other reasons, and how answers came out."""
    asked = [rule for rule in rules if rule.how == "asked" and works(session)]
    found = [f"You asked: {rule.question} Level {rule.level} {_end(session, rule, code)}." for rule in asked]
    found += [f"{_IDLE[why]}: {' '.join(questions)}" for why, questions in idle(session, rules).items() if questions]
    found += _assumed(session, rules, code)
    found += _mistake(session, "code", rules, code, list(code.still_red)) if works(session) else []
    found += _twist(session, rules, code, twist)
    broken = broken_by_twist(session)
    if broken:
        found.append(f"The change for the twist broke what was green before: {', '.join(broken)}.")
    found += [f"{step}: {told(answer)}" for step, answer in answers_of(session) if answer["verdict"] not in NO_TIME]
    return found


def _end(session: Session, rule: Rule, code: Cost) -> str:
    """Tell what became of the level of a rule that was asked."""
    keys, how = code.owed.get(rule.level), state(session, "code", [rule.level])
    if keys:
        assumes, green = ("assumed", "was green") if "before" in how else ("assumes", "is green")
        it = f"it {green}" if code.green(rule.level) else "there is no such level"
        return f"{how} only by what you did not ask ({blamed_on(keys)}); with the answer that your code {assumes}, {it}"
    if rule.green:
        edge = rule.key == "windows" and any(level["name"] == "edge" for level in red(session, "code"))
        return f"{how}; the tick at which a period ends is judged at level edge" if edge else how
    there, first = code.beside.verdict(rule.level), next(iter(code.still_red), rule.level)
    if there == "passed":
        return f"{how}, but green {code.beside.where}"
    hidden = first != rule.level and not there
    return f"{how}, but the mistake at level {first} may have made it so" if hidden else f"{how} all the same"


def idle(session: Session, rules: list[Rule]) -> dict[str, list[str]]:
    """Return which questions were asked and decided nothing, by the reason for that; "nothing" is no fault."""
    found: dict[str, list[str]] = {each: [] for each in _IDLE}
    for each in session.interview.clarifications:
        if each.key in session.state.asked and each.key not in {rule.key for rule in rules}:
            kind = "told" if each.key in TOLD else "nothing" if level_of(each.key) else "decoy"
            kind = "one" if each.matters else kind
            found[kind].append(each.question)
    return found


def _assumed(session: Session, rules: list[Rule], code: Cost) -> list[str]:
    """Tell which questions were not asked, where the code assumes another answer, and the points."""
    found = []
    for keys in dict.fromkeys(code.owed.values()):
        points = sum(level["points"] for level in red(session, "code") if code.owed.get(level["name"]) == keys)
        asked = " ".join(rule.question for rule in rules if rule.key in keys)
        other = "other answers" if len(keys) > 1 else "another answer"
        found.append(f"You did not ask: {asked} Your code assumed {other}: {points} points of the code.")
    return found


def _mistake(session: Session, stage: str, rules: list[Rule], cost: Cost, levels: list[str]) -> list[str]:
    """Tell of the first of some levels that are red whatever was not asked, and what is known of the others."""
    here = {level["name"] for level in red(session, stage)}
    first, *later = [level for level in levels if level in here] or [""]
    if not first:
        return []
    rule = next((rule for rule in rules if rule.level == first), None)
    level = f"{'After the twist, level' if stage == 'twist' else 'Level'} {first} {state(session, stage, [first])}"
    level += f", also if {cost.supposed}" if cost.supposed else ""
    if rule is None:
        said = f"{level}; none of the questions that mattered is about it."
    elif rule.how != "guessed":
        said = f"{level}, and you knew its rule."
    else:
        said = (
            f"{level}. You did not ask the question that is about it: {rule.question} No other answer makes it green."
        )
    since = [level["name"] for level in other_since(session)] if stage == "code" else []
    return [f"{said}{_later(first, later, cost.beside, since)}"]


def _later(first: str, later: list[str], near: Beside, since: list[str]) -> str:
    """Say what is known of the levels after the first red one, which its mistake may have made red.

    `since` are those that are red by something else after the twist.
    """
    if not later:
        return ""
    if near.level != first:
        return f" Whether there are more mistakes was not looked for: {levels_of(later)} may be red by the same one."
    named = {
        colour: [level for level in later if near.verdict(level) == verdict]
        for colour, verdict in (("green", "passed"), ("red", "failed"))
    }
    seen = [f"{_of(names)} {colour}" for colour, names in named.items() if names]
    more = "" if named["red"] else f": no other mistake was found{' there, but one in the twist' if since else ''}"
    where = f"{near.where[0].upper()}{near.where[1:]}"
    return f" {where}, {' and '.join(seen)}{more}." if seen else ""


def _of(names: list[str]) -> str:
    return f"{levels_of(names)} {'are' if len(names) > 1 else 'is'}"


def _twist(session: Session, rules: list[Rule], code: Cost, twist: Cost) -> list[str]:
    """Tell what became of the twist's own level, and what is the candidate's own that was put to questions before."""
    new = graded(session, "twist")["levels"][-1:]
    if not new or not works(session, "twist"):
        return []
    name = new[0]["name"]
    before = {level["name"] for level in red(session, "code")}
    changed = [level for level in twist.still_red if level in before and level not in code.still_red]
    own = _mistake(session, "twist", rules, twist, changed)
    said = f"The twist: its own level, {name}, is"
    if new[0]["verdict"] == "passed":
        return [*own, f"{said} green."]
    if name not in twist.still_red:
        return [*own, f"{said} red by what you did not ask: with the answers that your code assumes, it is green."]
    if twist.hidden:
        return [*own, f"{said} red, {twist.doubt(name)}."]
    return [*own, f"{said} red, by a mistake of its own."]
