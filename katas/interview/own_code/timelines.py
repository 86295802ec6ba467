"""Timelines that are worth a question: the last call is decided by a rule that could be otherwise."""

from collections.abc import Iterator
from itertools import chain
from random import Random

from katas.grader.timeline import Timeline
from katas.interview.variants.catalogue import neighbours
from katas.interview.variants.laws.asked import waits
from katas.interview.variants.laws.timelines import Draw
from katas.interview.variants.variant import Variant

FEWEST_CALLS, MOST_CALLS = 4, 6  # what a person follows in the head in three minutes
TRIES = 500


def telling(variant: Variant, seed: str) -> Iterator[Timeline]:
    """Yield drawn timelines whose last call some neighbouring variant grants, and this one does not, or the reverse."""
    features = frozenset(knob for knob in ("costs", "burst", "back") if getattr(variant, knob))
    draw, others = Draw(variant, features, seed), list(chain.from_iterable(neighbours(variant).values()))
    for _ in range(TRIES):
        timeline = draw.timeline(MOST_CALLS)
        rights = list(waits(variant, timeline))
        if None in rights:  # a cost that can never be
            continue
        answers = [list(waits(other, timeline)) for other in others]
        ends = [
            place
            for place, right in enumerate(rights)
            if place >= FEWEST_CALLS - 1 and any(bool(right) != bool(other[place]) for other in answers)
        ]
        if ends:
            yield timeline._replace(calls=timeline.calls[: ends[0] + 1])


def told_apart(variant: Variant, seed: str) -> Iterator[tuple[Timeline, Timeline]]:
    """Yield a timeline and the same without one of its calls, in any order.

    Of three pairs about two end otherwise by the rules, where there are such.
    """
    random = Random(f"{seed}/pair")
    for timeline in telling(variant, seed):
        calls, end = timeline.calls, granted_last(variant, timeline)
        shorter = [timeline._replace(calls=calls[:place] + calls[place + 1 :]) for place in range(len(calls) - 1)]
        apart = [each for each in shorter if granted_last(variant, each) != end]
        if not apart and random.random() < 0.7:
            continue
        other = random.choice(apart if apart and random.random() < 0.8 else shorter)
        yield (timeline, other) if random.random() < 0.5 else (other, timeline)


def granted_last(variant: Variant, timeline: Timeline) -> bool:
    """Whether the rules grant the last call."""
    return not list(waits(variant, timeline))[-1]


def shown(timeline: Timeline, answers: list[str] | None = None) -> str:
    """Return a timeline as lines, with what was answered if that is to be seen."""
    times = [str(call.now) for call in timeline.calls]
    calls = [call.spoken for call in timeline.calls]
    widest, longest = max(map(len, times)), max(map(len, calls))
    said = answers or [""] * len(calls)
    rows = zip(times, calls, said, strict=False)
    lines = [f"  at {time:>{widest}}  {call:<{longest}}  {answer}".rstrip() for time, call, answer in rows]
    return "\n".join([quotas(timeline), *lines])


def quotas(timeline: Timeline) -> str:
    """Return the quota of a timeline in words, and that of a plan."""
    words = []
    for name, quota in [(limit.algorithm, limit.quota) for limit in timeline.limits]:
        burst = f", burst {quota.burst}" if quota.burst != quota.limit else ""
        words.append(f"{f'plan {name}' if name else 'quota'}: limit {quota.limit}, period {quota.period}{burst}")
    return "; ".join(words)
