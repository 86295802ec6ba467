"""Says what each member has before each call of a timeline, by the contract's arithmetic: for `--why`."""

from katas.grader.composite.spec import CompositeSpec
from katas.grader.meter.explanation import MOST, before
from katas.grader.timeline import Timeline
from katas.grader.verdict import Failure


def why(failure: Failure) -> tuple[str, ...]:
    """Return a line for each call: what is there before it, and so what the contract answers."""
    if not failure.rows:
        return ()
    timeline = Timeline.parse(failure.timeline)
    spec, lines = CompositeSpec(timeline.limits), []
    for call, row in zip(timeline.calls, failure.rows, strict=False):
        at = call._replace(now=max(call.now, spec.clock))
        back = f" (at {spec.clock}, where the clock stands)" if call.now < spec.clock else ""
        states = "; ".join(f"{number}: {before(member, at)}" for number, member in enumerate(spec.members))
        lines.append(f"{call}{back}: {states}; so {row.expected}")
        if call.name == "take" and 1 <= call.cost <= spec.capacity:
            spec.take(call.now, call.cost)
    return tuple(lines[-MOST:])
