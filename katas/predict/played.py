"""What the contract and a submission answer, call by call, in the words in which a learner answers."""

import re
from contextlib import suppress
from fractions import Fraction
from math import ceil
from typing import Any

from katas.grader.composite import explanation as composite
from katas.grader.composite.trial import CompositeTrial
from katas.grader.gateway.explanation import reasons
from katas.grader.gateway.limiter import Dial
from katas.grader.gateway.model import Model, problems
from katas.grader.gateway.scenario import Access, Scenario
from katas.grader.gateway.words import told
from katas.grader.http.columns.expected import expected as expected_lines
from katas.grader.http.columns.heard import yours
from katas.grader.http.columns.line import Judged, Line
from katas.grader.http.exchange import Exchange, Request
from katas.grader.http.explanation import decided
from katas.grader.http.explanation import search as client_search
from katas.grader.http.serving.world import World
from katas.grader.keyed import explanation as keyed
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.meter import explanation as meter
from katas.grader.meter.explanation import before, mixed
from katas.grader.redis.expiry import LONGER
from katas.grader.redis.trial import RedisTrial
from katas.grader.timeline import Timeline
from katas.grader.verdict import Broken, Failure
from katas.predict.answer import alike
from katas.predict.question import COLUMNS

MICROSECONDS = 1_000_000  # in a second
JUDGED = Judged(passing=False, context=False)
_FOUND = {
    "key": r"^hit\('([^']*)'\)",
    "status": r"^start (\d+)",
    "retry-after": r"^retry-after: (\S+)",
    "r": r"^ratelimit: .*?;r=(\d+)",
    "t": r"^ratelimit: .*?;t=(\d+)",
}


def expected(trial: Any, timeline: Any, asks: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the contract's answers, and for each the arithmetic that leads to it.

    If the timeline is one of calls, the trial is the reference's.
    """
    if isinstance(timeline, Exchange):
        lines = [expected_lines(timeline, request, JUDGED) for request in timeline.requests]
        return [in_columns(each, asks) for each in lines], [_why(timeline, each, asks) for each in timeline.requests]
    if isinstance(timeline, Scenario):
        said = zip(reasons(timeline), timeline.events, strict=True)
        why = [_reason(*words) for words, event in said if isinstance(event, Access)]
        return _right_verdicts(timeline), why
    if asks:
        return _may_live(trial, timeline)
    rows = trial.follow(timeline)
    failure = Failure("answer", timeline=str(timeline), rows=tuple(rows))
    why = [line.partition(": ")[2].rpartition("; so ")[0] for line in _lines(trial, failure)]
    return [row.expected for row in rows], why


def _right_verdicts(scenario: Scenario) -> list[str]:
    dial = Dial()
    model, words = Model(dial), []
    model.reload(scenario.policies)
    for event in scenario.events:
        if isinstance(event, Access):
            dial.now += event.after
            words.append(in_short(told(model.access(event.request))))
        else:
            model.reload(event.policies)
    return words


def _reason(choice: str, waits: str) -> str:
    """Say which policies fit if there is a choice, and what they count if there is none, or a wait."""
    several = choice.startswith("fits: ")
    words = [choice] if several or not waits else []
    return "; ".join([*words, *([waits] if waits and (not several or ": wait " in waits) else [])])


def _why(exchange: Exchange, request: Request, asks: tuple[str, ...]) -> str:
    if request.scope != "http":
        return f"its scope is {request.scope}, so it reaches the app as it came"
    words = [client_search(exchange, request)] if "key" in asks else []
    if "r" in asks and request.limiter.name in ("granted", "refused"):
        words.append("r is what remains")
    elif asks != ("key",):
        words.append(decided(exchange, request))
    return "; ".join(words)


def _may_live(trial: RedisTrial, timeline: Timeline) -> tuple[list[str], list[str]]:
    """Return for how many seconds a bucket's key may live after each take."""
    quota, spec = timeline.quota, trial.specify(timeline.quota)
    empty = Fraction(quota.burst * quota.period, quota.limit * MICROSECONDS)
    lives, why = ["none"], []
    for call in timeline.calls:
        if not 1 <= call.cost <= spec.capacity or not spec.has_room(call.now, call.cost):
            lives.append(lives[-1])
            why.append(f"{before(spec, call)}: nothing is granted, so nothing changes")
            continue
        there = before(spec, call)
        spec.grant(call.now, call.cost)
        full = Fraction(spec.wait(spec.clock, spec.capacity), MICROSECONDS)
        lives.append(f"{ceil(full)} to {int(empty) + LONGER // 1000} s")
        why.append(f"{there}; then it is full again in {mixed(full)} s, and an empty one in {mixed(empty)} s")
    return lives[1:], why


def _lines(trial: Any, failure: Failure) -> tuple[str, ...]:
    if isinstance(trial, CompositeTrial):
        return composite.why(failure)
    return keyed.why(failure) if isinstance(trial, KeyedTrial) else meter.why(trial.specify, failure)


def misfit(trial: Any, timeline: Any) -> str:
    """Say why nothing can be asked of a timeline; "" if it can."""
    if isinstance(timeline, Scenario) and problems(timeline.policies):
        return "its first file has a mistake, so nothing can be asked"
    if isinstance(timeline, Exchange) and (
        timeline.turns or timeline.inner or len(timeline.all_requests) > len(timeline.requests)
    ):
        return "requests come one after the other, each once, of one middleware"
    words: str = trial.misfit(timeline)
    return words


def is_shown(trial: Any, timeline: Any) -> bool:
    """Whether a submission answers a timeline wrongly; one that does not fit a kata shows nothing."""
    if misfit(trial, timeline):
        return False
    if not isinstance(timeline, Timeline):
        return not alike(expected(trial, timeline, COLUMNS)[0], answers(trial, timeline, COLUMNS))
    try:
        trial.follow(timeline)
    except Broken:
        return True
    return False


def answers(trial: Any, timeline: Any, asks: tuple[str, ...]) -> list[str]:
    """Return what a submission answers, right or wrong, up to a call that crashes."""
    if isinstance(timeline, Timeline):
        found: list[str] = _lives(trial, timeline) if asks else trial.answers(timeline)
        return found
    return _heard(trial, timeline, asks) if isinstance(timeline, Exchange) else _verdicts(trial, timeline)


def _lives(trial: RedisTrial, timeline: Timeline) -> list[str]:
    words = []
    try:
        bucket = trial.make(timeline.quota)
        for call in timeline.calls:
            trial.ask(bucket, call)
            keys, now = trial.server.expiries(bucket.wire)
            soonest = min(keys.values(), default=None)
            left = "none" if soonest is None else f"{ceil(Fraction(soonest * 1000 - now, MICROSECONDS))} s"
            words.append("never" if soonest == -1 else left)
    except Broken as broken:
        words.append(broken.failure.message.partition(": ")[0])
    finally:
        trial.server.tidy()
    return words


def _heard(trial: Any, exchange: Exchange, asks: tuple[str, ...]) -> list[str]:
    world = World(exchange)
    with trial.watch:
        trial.guard("__call__()", world.run, trial.make(exchange, world))
    return [in_columns(yours(each, JUDGED), asks) for each in world.connections]


def _verdicts(trial: Any, scenario: Scenario) -> list[str]:
    words: list[str] = []
    dial, mine = Dial(), [each.given() for each in scenario.policies]
    try:
        plugin = trial.guard("__init__()", trial.plugin, mine, dial)
        for event in scenario.events:
            mine.clear()  # the list is the caller's
            if isinstance(event, Access):
                dial.now += event.after
                words.append(in_short(told(trial.guard("access()", plugin.access, event.request))))
            else:
                mine += [each.given(list) for each in event.policies]
                with suppress(ValueError):  # whoever refuses a good file keeps the old one, which then shows
                    trial.guard("reload()", plugin.reload, mine)
    except (Exception, SystemExit) as error:  # noqa: BLE001  of a submission, anything may come
        words.append(type(error).__name__)
    return words


def in_short(verdict: str) -> str:
    """Return which policy decides, and the wait if it refuses."""
    found = re.fullmatch(r"(?:200 allowed|429 refused), (.+?)(?:, (\S+ s))?", verdict)
    if not found:
        return verdict
    name = "none" if found[1] == "no policy" else found[1]
    return f"{name}, wait {found[2]}" if found[2] else name


def in_columns(lines: list[Line], asks: tuple[str, ...]) -> str:
    """Return of what a middleware does what is asked for; - for what is not there."""
    text = "\n".join(line.text for line in lines)
    found = (re.findall(_FOUND[each], text, re.MULTILINE) for each in asks)
    return " ".join(",".join(values) or "-" for values in found)
