"""Says what there is before a call, by the variant's arithmetic: for a card's note and for its why."""

from fractions import Fraction

from katas.grader.meter.explanation import mixed
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Row
from katas.interview.variants.laws.asked import Asked, answer, model_of
from katas.interview.variants.model import Client, Model
from katas.interview.variants.variant import Variant
from ratelimit import Quota


def why(variant: Variant, timeline: Timeline, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Return a line for each answered call: what there is before it, and so what is right."""
    model, lines = model_of(variant, timeline), []
    for call, row in zip(timeline.calls, rows, strict=False):
        lines.append(f"{call}: {before(model, call)}{_counts(variant, row.expected)}; so {row.expected}")
        answer(model, call)
    return tuple(lines)


def state(variant: Variant, timeline: Timeline, place: int, expected: str = "") -> str:
    """Say what there is before one call of a timeline, to explain the right answer to it."""
    model = model_of(variant, timeline)
    for call in timeline.calls[:place]:
        answer(model, call)
    return before(model, timeline.calls[place]) + _counts(variant, expected)


def _counts(variant: Variant, expected: str) -> str:
    """Say that a refused request counts, where a wait depends on it: whether it does may not have been asked before."""
    return "; this one is refused, and counts from now on" if variant.refusals and expected.startswith("wait ") else ""


def before(model: Model, call: Call) -> str:
    """Say what there is before a call."""
    client, word = Asked.by(call)
    known, most = model.clients.get(client, Client()), model.capacity(word)
    now = max(call.now, model.clock) if model.variant.back else call.now
    if call.name == "refund":
        spent = known.granted.cost if known.granted else 0
        return f"{client}'s last granted request spent {spent}" if spent else f"{client} has nothing to give back"
    quotas = model.quotas_of(word)
    names = [f"plan {word}" if word in model.plans else "quota", "also"]
    if model.variant.costs and call.cost < 1:
        return "a cost is at least 1"
    if model.variant.costs and call.cost > most:
        least = next(name for name, quota in zip(names, quotas, strict=False) if model.holds(quota) == most)
        return f"{least} grants at most {most} at once, so never {call.cost}"
    back = f"(the clock stays at {now}) " if now > call.now else ""
    several = [f"{name}: " for name in names] if len(quotas) > 1 else [""]
    states = [f"{name}{_state(model, known, quota, now)}" for name, quota in zip(several, quotas, strict=True)]
    return back + "; ".join(states)


def _state(model: Model, client: Client, quota: Quota, now: int) -> str:
    variant, late = model.variant, model.variant.edge == "after"
    full = quota.burst if variant.burst else quota.limit
    if variant.windows == "bucket":
        return f"tokens: {mixed(Fraction(model.room(client, quota, now), quota.period))} of {full}"
    counting = [each for each in model.counting(client, quota, now) if each.cost]
    used = f"{sum(each.cost for each in counting)} of {full} used"
    if variant.windows == "sliding":
        times = [f"{each.cost} at {each.at}" if variant.costs else str(each.at) for each in counting]
        shown = f"{'' if variant.costs else 'at '}{', '.join(times)}" if times else "nothing"
        return f"what counts in {_between(now - quota.period, now, closed=late)}]: {shown}; {used}"
    if variant.windows == "grid":
        start = (now - late) // quota.period * quota.period
        return f"window {_between(start, start + quota.period, closed=not late)}{']' if late else ')'} has {used}"
    open_ = model.counting(client, quota, now)
    if not open_:
        return "no window is open"
    start = open_[0].at
    return f"window {_between(start, start + quota.period, closed=True)}{']' if late else ')'} has {used}"


def _between(start: int, end: int, *, closed: bool) -> str:
    """Write a stretch of time up to its right bracket: a square one is beside what belongs to it. Time begins at 0."""
    return f"{'[' if closed or start < 0 else '('}{max(0, start)}, {end}"
