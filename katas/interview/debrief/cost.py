"""What it cost not to ask: the file is held against the answers that it assumes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from katas.interview.debrief.answers import Assumed, assumed
from katas.interview.debrief.beside import Beside, beside, fitting
from katas.interview.debrief.code import graded, green, red, state, works
from katas.interview.debrief.rule import Rule
from katas.interview.debrief.twisted import hides
from katas.interview.session import Session
from katas.interview.stages.grading import found
from katas.interview.variants.clarifications import about, clarifications, supposing
from katas.interview.variants.variant import Variant


class Cost(NamedTuple):
    """Sentences, and the points that would not have been lost, had the answers been what the file assumes."""

    sentences: list[str]
    points: int = 0
    still_red: tuple[str, ...] = ()  # levels that are red under those answers too
    answers: dict[str, str] = {}  # noqa: RUF012  nobody changes them; by question, the answer that the file assumes
    supposed: str = ""  # these answers, as they are told after an "if"
    levels: Sequence[dict[str, Any]] = ()  # what the grading found under these answers, if they are not the real ones
    hidden: str = ""  # the level whose mistake hides whether the twist's own level has one; "" if none does
    beside: Beside = Beside()  # what is known of later levels where the first of `still_red` decides nothing
    fits: dict[str, str] = {}  # noqa: RUF012  by question whose level is hidden, whether the file fits the "real" answer
    owed: dict[str, tuple[str, ...]] = {}  # noqa: RUF012  by level that is red only by questions not asked, these

    @property
    def unknown(self) -> list[str]:
        """Questions of which nothing is known, as an earlier mistake hides their levels."""
        return [key for key, fits in self.fits.items() if not fits]

    def green(self, level: str) -> bool:
        """Whether a level is there, and green, if the answers are what the file assumes."""
        return any(each["name"] == level and each["verdict"] == "passed" for each in self.levels)

    def doubt(self, name: str) -> str:
        """Say why it is not known whether the twist's own level, which is red, is so by a mistake of its own."""
        seen, alone = self.beside.verdict(name), f"the mistake at level {self.hidden}"
        if seen == "passed":
            return f"but green {self.beside.where}: {alone} may be all that is wrong there"
        if seen == "failed":
            return f"but {alone}, or one at level {self.beside.red[0]['name']}, may have made it so"
        return f"but {alone} alone may have made it so: whether there is one of its own was not looked for"


def cost_of(session: Session, rules: list[Rule]) -> Cost:
    """Tell of each rule that was not asked, and of all together. Grades the file a few times more."""
    missed = [rule for rule in rules if rule.how != "asked"]
    if not works(session):
        sentences = [f"{_opened(rule)} What it cost can't be told: the code does not run." for rule in missed]
        return Cost(sentences, still_red=_red(session, "code"))
    held = _held(session, missed, "code")
    near = beside(held.variant, session.written, held.red)
    hidden = [rule.key for rule in missed if held.unexplained.get(rule.key, rule.level) != rule.level]
    fits = {key: fitting(held.variant, session.written, key, near) for key in hidden}
    looked = Cost([], beside=near, fits=fits)
    told = _sentences(session, "code", missed, held, looked)
    return _summed(session, "code", held, told)._replace(beside=near, fits=fits)


def cost_in_twist(session: Session, rules: list[Rule], before: Cost) -> Cost:
    """Tell the same of the file after the twist, if it fits other answers than it did `before`."""
    missed = [rule for rule in rules if rule.how != "asked" and not rule.green]
    if not works(session, "twist"):
        red = _red(session, "twist")
        return Cost([], still_red=red, hidden=red[0] if red else "")
    held = _held(session, missed, "twist")
    new = any(_answer(other, key) != before.answers.get(key) for key, other in held.answers.items())
    blamed = [rule for rule in missed if rule.key in held.answers]
    told = [f"After the twist: {said}" for said in _sentences(session, "twist", blamed, held, Cost([]))] if new else []
    hidden, twist = hides(session, held), session.interview.twist
    near = beside(held.variant, session.limiter, held.red, twist) if hidden else Beside()
    alone = [level["name"] for level in near.red] == [twist]
    return _summed(session, "twist", held, told)._replace(hidden="" if alone else hidden, beside=near)


def levels_of(names: Sequence[str]) -> str:
    """Return "level edge", or "levels edge and wait"."""
    *most, last = names
    return f"levels {', '.join(most)} and {last}" if most else f"level {last}"


def blamed_on(keys: Sequence[str]) -> str:
    """Name questions by what they are about."""
    return " and ".join(map(about, keys))


def _held(session: Session, missed: list[Rule], stage: str) -> Assumed:
    path, twist = (session.written, "") if stage == "code" else (session.limiter, session.interview.twist)
    keys = [rule.key for rule in missed if not rule.green]
    return assumed(session.interview.variant, path, keys, _red(session, stage), twist)


def _summed(session: Session, stage: str, held: Assumed, sentences: list[str]) -> Cost:
    if not held.answers:
        return Cost(sentences, still_red=held.red)
    points, gained = graded(session, stage)["points"], _points(session, stage, tuple(held.owed))
    said = {key: _answer(other, key) for key, other in held.answers.items()}
    when, path = ("before", session.written) if stage == "code" else ("after", session.limiter)
    supposed = _supposed(held.variant, list(held.answers))
    would = f"the file {when} the twist, {path.name}, would have {points + gained} of 100 points"
    last = f"If {supposed}, {would}; under the real rules it has {points}."
    levels = found(held.report)["levels"] if held.report else ()
    return Cost([*sentences, last], gained, held.red, said, supposed, levels, owed=held.owed)


def _points(session: Session, stage: str, names: Sequence[str]) -> int:
    return sum(level["points"] for level in red(session, stage) if level["name"] in names)


def _supposed(variant: Variant, keys: Sequence[str]) -> str:
    return ", and ".join(supposing(variant, key) for key in keys)


def _red(session: Session, stage: str) -> tuple[str, ...]:
    return tuple(level["name"] for level in red(session, stage))


def _opened(rule: Rule) -> str:
    return f"{rule.question} {rule.answer}"


def _sentences(session: Session, stage: str, missed: list[Rule], held: Assumed, found: Cost) -> list[str]:
    """Tell of each rule that was not asked, and last of levels that are red by several together."""
    together = dict.fromkeys(keys for keys in held.owed.values() if len(keys) > 1)
    return [f"{_opened(rule)} {_told(session, stage, rule, held, found)}".rstrip() for rule in missed] + [
        _blamed(session, stage, keys, held) for keys in together
    ]


def _told(session: Session, stage: str, rule: Rule, held: Assumed, found: Cost) -> str:
    """Tell what one rule cost that was not asked; "" if that is told of several together."""
    keys, level = held.owed.get(rule.level), f"Level {rule.level} {state(session, stage, [rule.level])}"
    if rule.green:
        later = {"card": "after a card had shown it", "hint": "after you had read all rules"}.get(rule.how)
        return f"{level} all the same{f', {later}' if later else ''}: it cost no points."
    if rule.key in held.answers:
        alone = (rule.key,)
        return _blamed(session, stage, alone, held) if alone in held.owed.values() else ""
    if keys:
        return f"{level} only by another question ({blamed_on(keys)}), which has its points."
    first = held.unexplained[rule.key]
    if first == rule.level:
        none = "no other answer makes it green: its points are put down to no question, though asking might have helped"
        return f"{level}, and {none}."
    return f"{level}{_hidden(rule, found, first)}."


def _hidden(rule: Rule, found: Cost, first: str) -> str:
    """Tell what is known of a rule whose level may be red by the mistake at an earlier one."""
    fits, near, hider = found.fits.get(rule.key), found.beside, f"the mistake at level {first}"
    if fits == "real":
        return f", but green {near.where}: your code fits the answer there, and {hider} has the points"
    if fits == "none":
        return f", also {near.where}, and there no other answer makes it green"
    if fits:
        return f", also {near.where}: there your code fits another answer, as if {fits}. The points are not told apart"
    return f". What the question cost was not found out: {hider} alone may have made it so"


def _blamed(session: Session, stage: str, keys: tuple[str, ...], held: Assumed) -> str:
    """Tell which levels are red by no more than some questions, and what they cost."""
    names = [level for level, owed in held.owed.items() if owed == keys]
    they, them = ("They", "them") if len(names) > 1 else ("It", "it")
    red, mended = state(session, stage, names), stage == "code" and {*names} <= {*green(session, "twist")}
    cost = f"{levels_of(names)} {red}: {_points(session, stage, names)} points."
    would = f"{they} would {'have been' if 'before' in red else 'be'} green if {_supposed(held.variant, keys)}."
    last = f" In the twist you repaired {them}." if mended else ""
    return f"{cost[0].upper()}{cost[1:]} {would}{last}"


def _answer(variant: Variant, key: str) -> str:
    return next(each.answer for each in clarifications(variant) if each.key == key)
