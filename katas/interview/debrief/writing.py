"""Makes the debrief of an interview, and writes it beside its state."""

import json

from katas.interview.debrief.answered import tally
from katas.interview.debrief.code import first_red, graded, made_red, said, score
from katas.interview.debrief.code import timeline as timeline_of
from katas.interview.debrief.cost import Cost, cost_in_twist, cost_of
from katas.interview.debrief.debrief import Debrief, Question, StageRow
from katas.interview.debrief.decided import by_clock, by_luck, by_skill
from katas.interview.debrief.page import markdown
from katas.interview.debrief.practise import three_things
from katas.interview.debrief.rule import Rule, rules_of
from katas.interview.plan import ASKS, MINUTES
from katas.interview.session import STAGES, Session
from katas.interview.variants.brief import rules as all_rules
from katas.interview.variants.twist import twist


def debriefed(session: Session) -> Debrief:
    """Return the debrief, and write it as Markdown and as JSON. Grades the code a few times more."""
    state, rules = session.state, rules_of(session)
    cost = cost_of(session, rules)
    after = cost_in_twist(session, rules_of(session, "twist"), cost)
    red, timeline = first_red(session)
    new = twist(session.interview.variant, session.interview.twist)
    twist_red, twist_timeline = made_red(session, _own(after, new.level))
    supposed_red, supposed_timeline = _under(cost, next(iter(cost.still_red), ""))
    stages = _stages(session, rules)
    found = Debrief(
        seed=state.seed,
        mock=state.mock,
        minutes=state.minutes,
        began=state.began,
        pauses=state.pauses,
        prompt=session.interview.prompt,
        clock=by_clock(session),
        luck=by_luck(session, rules, cost),
        skill=by_skill(session, rules, cost, after),
        stages=stages,
        total=sum(row.spent for row in stages),
        not_asked=cost.sentences + after.sentences,
        first_red=red,
        timeline=timeline,
        supposed_red=supposed_red + (" Its timeline is the same." if supposed_timeline == timeline != "" else ""),
        supposed_timeline=supposed_timeline if supposed_timeline != timeline else "",
        twist_red=twist_red,
        twist_timeline=twist_timeline,
        hints=list(state.hints),
        rules=[*all_rules(session.interview.variant), f"The twist, {new.name}: {new.rule}"],
        questions=_questions(session, rules),
        points={
            "code": graded(session, "code")["points"],
            "code lost by not asking": cost.points,
            "twist": graded(session, "twist")["points"],
            "twist lost by not asking": after.points,
        },
        short=[f"{row.name}: {row.verdict}" for row in stages[1:]],
        practise=three_things(session, rules, cost, after),
    )
    session.debrief.with_suffix(".json").write_text(json.dumps(found.as_json(), indent=1) + "\n", encoding="utf-8")
    session.debrief.write_text(markdown(found), encoding="utf-8")
    return found


def _own(after: Cost, name: str) -> tuple[str, str] | None:
    """Tell of a twist's own level what its grading does not tell: which answer or which mistake it is red by.

    None if it tells all.
    """
    if after.hidden:
        return f"Nothing that is known: level {name} is red, {after.doubt(name)}.", ""
    if after.beside.red:
        shown = f"This is shown {after.beside.where}."
        return f"{said(after.beside.red[0])} {shown}", timeline_of(after.beside.red[0])
    if not after.levels:
        return None
    if name not in after.still_red:
        return f"{name}: only by what you did not ask. It would be green if {after.supposed}.", ""
    return _under(after, name)


def _under(cost: Cost, name: str) -> tuple[str, str]:
    """Tell of a level that is red under the answers that the file assumes too."""
    level = next((level for level in cost.levels if level["name"] == name), None)
    if level is None:
        return "", ""
    law = said(level).removeprefix(level["name"])  # with a colon
    return f"Level {level['name']} would be red too if {cost.supposed}{law}", timeline_of(level)


def _questions(session: Session, rules: list[Rule]) -> list[Question]:
    """Return the questions that were asked, in order, and then those that mattered and were not."""
    offered = {each.key: each for each in session.interview.clarifications}
    mattered = [rule.key for rule in rules]
    keys = dict.fromkeys([*session.state.asked, *mattered])
    return [
        Question(offered[key].question, offered[key].answer, key in session.state.asked, key in mattered)
        for key in keys
    ]


def _stages(session: Session, rules: list[Rule]) -> list[StageRow]:
    state = session.state
    asked = sum(rule.how == "asked" for rule in rules)
    verdicts = {
        "clarify": f"{asked} of {len(rules)} that mattered, with {len(state.asked)} of {ASKS} questions",
        "code": score(session, "code"),
        "twist": score(session, "twist"),
        "numbers": tally(state.numbers),
        "own code": tally(state.own_code),
    }
    rows = []
    for stage in STAGES[:-1]:
        steps = [step for step in MINUTES if step.startswith(stage.removesuffix("s"))]
        rows.append(
            StageRow(stage, session.spent_in(stage), sum(map(session.interview.seconds, steps)), verdicts[stage])
        )
    return rows
