"""The longer piece of traffic that `--plot` draws: the burst of notebook 1, and a submission's answers."""

from typing import Any, NamedTuple

from katas.grader.kata import Kata
from katas.grader.run.process import Played
from katas.grader.timeline import Timeline
from pictures import SECONDS, Trace, Unit
from pictures.traffic import END, QUOTA, SECOND, burst
from ratelimit import Level, Quota
from ratelimit.replay import Step

HOURS = Unit(SECOND, "h", SECOND)


class Pair(NamedTuple):
    """What the contract answers to some traffic, and what the submission does."""

    expected: Trace
    yours: Trace


def unit(kata: Kata) -> Unit:
    """Return what the axis of time shows."""
    return SECONDS if kata.traffic.ticks == 1 else HOURS


def asked(kata: Kata) -> Timeline:
    """Return the burst as a timeline of this kata's calls."""
    ticks = kata.traffic.ticks
    calls = kata.traffic.calls(burst(kata.traffic.meter(QUOTA)), END)
    slow = tuple(call._replace(now=call.now * ticks) for call in calls)
    return Timeline(Quota(QUOTA.limit, QUOTA.period * ticks), slow, more=kata.traffic.more)


def right(kata: Kata, timeline: Timeline) -> list[int | None]:
    """Return what the contract answers."""
    meters: dict[str, Any] = {}
    answers: list[int | None] = []
    for call in timeline.calls:
        meter = meters.setdefault(call.key, kata.traffic.meter(timeline.quota))
        if call.name == "level":
            answers.append(meter.level(call.now).remaining)
        elif call.name == "delay":
            answers.append(meter.level(call.now).reset_after)
        else:
            wait = meter.take(call.now, call.cost)
            answers.append(wait if call.name == "take" else int(wait == 0))
    return answers


def pairs(kata: Kata, timeline: Timeline, played: Played) -> list[Pair]:
    """Return the traces, one pair for each key."""
    expected = right(kata, timeline)
    keys = list(dict.fromkeys(call.key for call in timeline.calls))
    return [
        Pair(
            *(
                _story(f"{key}, {name}" if key else name, kata, timeline, answers, key)
                for name, answers in (("expected", expected), ("yours", played.answers))
            )
        )
        for key in sorted(keys)
    ]


def _story(name: str, kata: Kata, timeline: Timeline, answers: list[int | None], key: str) -> Trace:
    ticks = kata.traffic.ticks
    steps: list[Step] = []
    levels: list[tuple[int, int]] = []
    delay, seen = 0, len(answers) == len(timeline.calls)
    for call, answer in zip(timeline.calls, answers, strict=False):
        now = call.now // ticks
        if call.name == "level":
            seen = seen and answer is not None and 0 <= answer <= 2 * QUOTA.burst
            if seen and answer is not None and (not levels or levels[-1][1] != answer):
                levels.append((now, answer))
        elif call.name == "delay":
            delay = max(0, answer or 0)
        elif call.key == key and answer is not None:
            wait = -(-answer // ticks) if call.name == "take" else 1 - answer
            steps.append(Step(now, call.cost, max(0, wait), delay, Level(0, 0)))
    return Trace(name, steps, levels if seen else [], 0, END)
