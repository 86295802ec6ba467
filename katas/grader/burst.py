"""The longer piece of traffic that `--plot` draws: the burst of notebook 1, and what a submission makes of it."""

from typing import NamedTuple

from katas.grader.kata import Kata
from katas.grader.meters import SpecMeter
from katas.grader.oracle import ALGORITHMS, TokenBucket
from katas.grader.process import Played
from katas.grader.timeline import Call, Timeline
from pictures import SECONDS, Trace, Unit
from pictures.traffic import END, QUOTA, SECOND, burst
from ratelimit import Level, Quota
from ratelimit.replay import Step

LOOK = 10  # ticks from one look at what is left to the next: all of the burst falls on these
ARRIVALS = burst(SpecMeter(TokenBucket, QUOTA))
HOURS = Unit(SECOND, "h", SECOND)
SLOWLY = 3_600_000  # on Redis a second takes an hour, in microseconds, as keys expire in real time


class Pair(NamedTuple):
    """What the contract answers to some traffic, and what the submission does."""

    expected: Trace
    yours: Trace


def unit(kata: Kata) -> Unit:
    """Return what the axis of time shows."""
    return HOURS if kata.name == "redis_token_bucket" else SECONDS


def asked(kata: Kata) -> Timeline:
    """Return the burst as a timeline of this kata's calls."""
    if kata.name == "keyed_limiter":
        ann = [Call("allow", now, cost, "ann") for now, cost in ARRIVALS]
        bob = [Call("allow", now, 1, "bob") for now in range(125, END, 250)]
        return Timeline(QUOTA, tuple(sorted(ann + bob, key=lambda call: call.now)))
    slowly = SLOWLY if kata.name == "redis_token_bucket" else 1
    looks = range(0, END, LOOK) if slowly == 1 else ()
    calls = [Call("take", now, cost) for now, cost in ARRIVALS] + [Call("level", now) for now in looks]
    if kata.name == "leaky_bucket":
        calls += [Call("delay", now) for now, _ in ARRIVALS]
    calls.sort(key=lambda call: (call.now, ("delay", "take", "level").index(call.name)))
    quota = Quota(QUOTA.limit, QUOTA.period * slowly)
    return Timeline(quota, tuple(call._replace(now=call.now * slowly) for call in calls))


def right(kata: Kata, timeline: Timeline) -> list[int | None]:
    """Return what the contract answers."""
    oracle = ALGORITHMS.get(kata.class_name, TokenBucket)
    meters: dict[str, SpecMeter] = {}
    answers: list[int | None] = []
    for call in timeline.calls:
        meter = meters.setdefault(call.key, SpecMeter(oracle, timeline.quota))
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
    slowly = SLOWLY if kata.name == "redis_token_bucket" else 1
    steps: list[Step] = []
    levels: list[tuple[int, int]] = []
    delay, seen = 0, len(answers) == len(timeline.calls)
    for call, answer in zip(timeline.calls, answers, strict=False):
        now = call.now // slowly
        if call.name == "level":
            seen = seen and answer is not None and 0 <= answer <= 2 * QUOTA.burst
            if seen and answer is not None and (not levels or levels[-1][1] != answer):
                levels.append((now, answer))
        elif call.name == "delay":
            delay = max(0, answer or 0)
        elif call.key == key and answer is not None:
            wait = -(-answer // slowly) if call.name == "take" else 1 - answer
            steps.append(Step(now, call.cost, max(0, wait), delay, Level(0, 0)))
    return Trace(name, steps, levels if seen else [], 0, END)
