"""Timelines that are worth a question: the last call is decided by a rule that could be otherwise."""

from collections.abc import Iterator
from itertools import chain

from katas.grader.timeline import Timeline
from katas.interview.variants.catalogue import neighbours
from katas.interview.variants.laws.asked import waits
from katas.interview.variants.laws.timelines import Draw
from katas.interview.variants.variant import Variant

MOST_CALLS = 6  # that a person follows in the head in three minutes
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
            if place > 1 and any(bool(right) != bool(other[place]) for other in answers)
        ]
        if ends:
            yield timeline._replace(calls=timeline.calls[: ends[0] + 1])


def without_one(timeline: Timeline, place: int) -> Timeline:
    """Return a timeline without one of its calls."""
    return timeline._replace(calls=(*timeline.calls[:place], *timeline.calls[place + 1 :]))


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
