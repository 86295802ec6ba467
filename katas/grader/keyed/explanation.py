"""Says what there is before each call of a limiter's timeline, by the contract's arithmetic: for `--why`."""

from katas.grader.keyed.inputs import key_of
from katas.grader.keyed.meters import meter_of
from katas.grader.meter.explanation import before, follow
from katas.grader.meter.oracle import Spec
from katas.grader.timeline import Timeline
from katas.grader.verdict import Failure


def why(failure: Failure) -> tuple[str, ...]:
    """Return a line for each call: what its key has before it, so the contract's answer, and which keys are held."""
    if not failure.rows:
        return ()
    timeline = Timeline.parse(failure.timeline)
    algorithm, lasting = meter_of(timeline)
    specs: dict[str, Spec] = {}
    lines, clock, spent = [], 0, set()
    for call, row in zip(timeline.calls, [row for row in failure.rows if row.call != "len()"], strict=False):
        same = [key for key in specs if key_of(key) == key_of(call.key)]  # 1 and 1.0 are one key
        spec = specs.setdefault(same[0] if same else call.key, Spec(algorithm, timeline.quota))
        spec.refuse(max(clock, call.now))
        lines.append(f"{call}: {before(spec, call)}; so {row.expected}")
        if 1 <= call.cost <= spec.capacity:
            clock = max(clock, call.now)
        follow(spec, call, row.yours)
        spent.update([same[0] if same else call.key] if row.expected == "True" else [])
    if failure.rows[-1].call == "len()" and failure.rows[-1].yours != "no answer":
        fresh = [
            f"{key} {_fresh(spec, clock, lasting=lasting) if key in spent else 'has spent nothing'}"
            for key, spec in specs.items()
        ]
        lines.append(f"len(): {', '.join(fresh)}; so {failure.rows[-1].expected}")
        if any(" was " in words for words in fresh):
            lines.append("A fresh key may be held for as many later calls as keys were held when it became fresh.")
    return tuple(lines)


def _fresh(spec: Spec, clock: int, *, lasting: bool) -> str:
    """Say since when a key's meter is fresh, or when it will be."""
    if lasting:
        return "is never fresh again"
    since = spec.clock + spec.wait(spec.clock, spec.capacity)
    return f"was fresh at {since}" if since <= clock else f"is fresh from {since} on"
