"""The bank under fifty seeds: right solutions with many draws, wrong ones with a learner's, without the pins.

Pinned timelines are the same under every seed. So here the drawn ones are judged alone, one by one, without shrinking:
of a level it matters only whether any of its timelines is answered wrongly.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache, partial
from multiprocessing import get_context
from typing import Any, NamedTuple

from katas.grader.composite.trial import UNASKED, CompositeTrial
from katas.grader.fuzz import for_each
from katas.grader.gateway.trial import GatewayTrial
from katas.grader.guard import Guard
from katas.grader.http.columns.line import Judged
from katas.grader.http.trial import UNASKED as UNASKED_OF_MESSAGES
from katas.grader.http.trial import HttpTrial
from katas.grader.kata import Kata, load_kata
from katas.grader.meter.trial import MeterTrial
from katas.grader.profile import Profile
from katas.grader.run.loading import load
from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Broken
from tests.quality.bank import Entry, entries
from tests.quality.guarded import guarded

SEEDS = 50
ALONE = 10  # of these also show what draws find alone
DEEP = 1000


class Check(NamedTuple):
    """One of the checks that a level makes: what its timelines are drawn from, and what is compared."""

    level: str
    inputs: Any
    asked: dict[str, bool]


class Drawn(NamedTuple):
    """What one seed showed of a kata's bank."""

    timelines: int  # put to each right one
    rejected: list[str]  # right ones, with the timeline
    reds: dict[
        str, str
    ]  # wrong one -> the first level whose draws show it; "" if none do, or the pinned ones do before


def over_seeds(katas: Sequence[str], pinned: dict[str, str], cases: int = DEEP) -> Iterator[dict[str, Drawn]]:
    """Yield what each seed shows of the bank. `pinned` is each wrong one's first red level without draws, or ""."""
    os.environ["PYTHONHASHSEED"] = "0"  # as in the graded process
    with ProcessPoolExecutor(mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        yield from pool.map(partial(under_seed, katas, pinned, cases), range(1, SEEDS + 1))


def under_seed(katas: Sequence[str], pinned: dict[str, str], cases: int, seed: int) -> dict[str, Drawn]:
    """Test the whole bank with the draws of one seed."""
    with guarded() as guard:
        return {name: _under_seed(load_kata(name), guard, Profile(_cases(name, cases), seed), pinned) for name in katas}


def _cases(name: str, cases: int) -> int:
    """Draw a fifth for what is no single meter: there, a timeline takes ten times as long."""
    slow = ("composite_limits", "keyed_limiter", "redis_token_bucket", "http_middleware")
    return cases // 5 if name in slow else cases


def _under_seed(kata: Kata, guard: Guard, deep: Profile, pinned: dict[str, str]) -> Drawn:
    found = checks(kata)
    rights = [(entry, _trial(kata, entry, guard)) for entry in entries(kata.name, "right")]
    rejected, number = [], 0
    for check in found:
        timelines = _timelines(rights[0][1], check, deep)
        number += len(timelines)
        broken = {entry.name: _first_broken(trial, timelines, check) for entry, trial in rights}
        rejected += [f"{name}: {timeline}" for name, timeline in broken.items() if timeline]
    drawn = [(check, _timelines(rights[0][1], check, Profile(seed=deep.seed))) for check in found]
    reds = {}
    for entry in entries(kata.name, "wrong"):
        until = "" if deep.seed <= ALONE else pinned[entry.name]
        reds[entry.path.stem] = _red(_trial(kata, entry, guard), drawn, until)
    return Drawn(number, rejected, reds)


def checks(kata: Kata) -> list[Check]:
    """Return all checks that a kata's levels make, in order, by running its laws on a trial that only records."""
    found = []
    for level in kata.levels:
        listener = _Listener()
        with suppress(Exception):  # laws that do more than check fail on it, after their checks
            level.law(listener)
        found += [Check(level.name, inputs, asked) for inputs, asked in listener.heard]
    return found


class _Listener:
    def __init__(self) -> None:
        self.heard: list[tuple[Any, dict[str, bool]]] = []
        self.counts: Counter[str] = Counter()

    def check(self, inputs: Any, *_pins: str, **asked: bool) -> None:
        self.heard.append((inputs, asked))

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_asked: None


def _trial(kata: Kata, entry: Entry, guard: Guard) -> Any:
    return kata.trial(partial(load, kata, str(entry.path), guard), guard, Profile())


def _timelines(trial: Any, check: Check, profile: Profile) -> list[Timeline]:
    if isinstance(trial, HttpTrial):
        make = check.inputs.exchange
    elif isinstance(trial, GatewayTrial):
        make = check.inputs.scenario
    else:
        make = partial(check.inputs.timeline, trial.oracle) if isinstance(trial, MeterTrial) else check.inputs.timeline
    return list(dict.fromkeys(make(head, events) for head, events in _draws(check.inputs.length, profile)))


@cache
def _draws(most: int, profile: Profile) -> list[tuple[bytes, list[bytes]]]:
    """Draw bytes that depend only on these two."""
    drawn: list[Any] = []
    for_each(lambda head, events: (head, events), most, drawn.append, profile)
    return drawn


def _first_broken(trial: Any, timelines: list[Timeline], check: Check) -> str:
    """Return the first timeline that is answered wrongly."""
    put, asked = trial.put if isinstance(trial, MeterTrial) else trial.follow, _defaults(trial) | check.asked
    if isinstance(trial, HttpTrial):  # it makes no rows
        put, asked = trial.put, {"judged": Judged(**asked)}
    try:
        for timeline in timelines:
            put(timeline, **asked)
    except (Broken, Abort) as stop:
        return stop.failure.timeline or stop.failure.message
    return ""


def _defaults(trial: Any) -> dict[str, bool]:
    """Return what a check compares if it isn't told."""
    if isinstance(trial, CompositeTrial):
        return UNASKED
    if isinstance(trial, HttpTrial):
        return UNASKED_OF_MESSAGES
    if isinstance(trial, GatewayTrial):
        return {}
    return {"waits": True} if isinstance(trial, MeterTrial) else {"fewest": False, "most": False}


def _red(trial: Any, drawn: list[tuple[Check, Any]], until: str) -> str:
    """Return the first level before `until` whose draws are answered wrongly."""
    for check, timelines in drawn:
        if check.level == until:
            break
        if _first_broken(trial, timelines, check):
            return check.level
    return ""


def summed(kata: Kata, pinned: dict[str, str], drawn: list[Drawn]) -> dict[str, Any]:
    """Sum up what the seeds showed."""
    order = [level.name for level in kata.levels] + [""]
    wrong = entries(kata.name, "wrong")
    reds = [
        (entry.level, min(seed.reds[entry.path.stem], pinned[entry.name], key=order.index))
        for entry in wrong
        for seed in drawn
    ]
    alone = drawn[:ALONE]
    never = [entry for entry in wrong if not any(seed.reds[entry.path.stem] for seed in alone)]
    shown = [bool(seed.reds[entry.path.stem]) for entry in wrong if entry not in never for seed in alone]
    return {
        "timelines": sum(seed.timelines for seed in drawn),
        "rejected": [name for seed in drawn for name in seed.rejected],
        "tried": len(reds),
        "with_pins": sum(bool(red) for _, red in reds),
        "right_level": sum(own == red for own, red in reds),
        "never_drawn": [entry.path.stem for entry in never],
        "by_draws": [sum(shown), len(shown)],
    }
