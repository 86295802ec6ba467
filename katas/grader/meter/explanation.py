"""Says what there is before each call of a timeline, by the contract's arithmetic: for `--why`."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from katas.grader.meter.oracle import GCRA, Spec
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Failure
from ratelimit import Quota

MOST = 13  # lines: of a long timeline, those of the last calls


def why(specify: Callable[[Quota], Spec], failure: Failure) -> tuple[str, ...]:
    """Return a line for each call of a meter's failure: what is there before it, and so what the contract answers."""
    if not failure.rows:
        return ()
    timeline = Timeline.parse(failure.timeline)
    spec, lines = specify(timeline.quota), []
    for call, row in zip(timeline.calls, failure.rows, strict=False):
        whole = ", as all of it is there" if call.name == "level" and row.expected.endswith(" reset 0") else ""
        lines.append(f"{call}: {before(spec, call)}; so {row.expected}{whole}")
        follow(spec, call, row.yours)
    return tuple(lines[-MOST:])


def follow(spec: Spec, call: Call, yours: str) -> None:
    """Do to the specification what a call did, by its answer."""
    if call.name in ("take", "allow") and yours in ("granted", "True"):
        spec.grant(call.now, call.cost)
    elif call.name in ("take", "allow") and yours != "ValueError":
        spec.refuse(call.now)


def before(spec: Spec, call: Call) -> str:
    """Say what there is before a call."""
    if call.name in ("take", "allow") and not 1 <= call.cost <= spec.capacity:
        return f"a cost must be from 1 to the {'burst' if spec.oracle.has_burst else 'limit'}, {spec.capacity:,}"
    if call.name in ("level", "delay") and call.now < spec.clock:
        return f"{call.now} is below the clock, which stays at {spec.clock}: there it need not be exact"
    at = max(call.now, spec.clock)
    back = f"(the clock stays at {at}) " if call.now < at else ""
    if isinstance(spec.oracle, GCRA) and call.name in ("take", "allow"):
        return back + _gcra_take(spec.oracle, spec.quota, at, call.cost)
    return back + _STATES[type(spec.oracle).__name__](spec.oracle, spec.quota, at)


def _fixed_window(oracle: Any, quota: Quota, now: int) -> str:
    start = now // quota.period * quota.period
    spent = quota.limit - oracle.room(now) // quota.period
    return f"window [{start}, {start + quota.period}) has {spent} of {quota.limit} spent"


def _sliding_log(oracle: Any, quota: Quota, now: int) -> str:
    grants = [(at, cost) for at, cost in oracle.grants if at > now - quota.period]
    shown, after = ", ".join(f"{cost} at {at}" for at, cost in grants), now - quota.period
    spent = sum(cost for _, cost in grants)
    what = f"later than {after} there is {shown}" if grants else f"there is no grant later than {after}"
    return f"{what}: {spent} of {quota.limit} spent"


def _sliding_window_counter(oracle: Any, quota: Quota, now: int) -> str:
    window, elapsed = divmod(now, quota.period)
    older, current = oracle.counts.get(window - 1, 0), oracle.counts.get(window, 0)
    part = Fraction(quota.period - elapsed, quota.period)
    estimate = mixed(current + older * part)
    return f"the estimate is {older} · {mixed(part)} + {current} = {estimate} of {quota.limit}"


def _token_bucket(oracle: Any, quota: Quota, now: int) -> str:
    left, there = Fraction(oracle.tokens, quota.period), Fraction(oracle.room(now), quota.period)
    shown = f"tokens: {mixed(there)} of {quota.burst}"
    if left == quota.burst or now == oracle.at:
        return shown
    flowed = f"{mixed(left)} + {now - oracle.at} · {quota.limit}/{quota.period}"
    return f"tokens: {flowed} = {mixed(there)} of {quota.burst}" if there < quota.burst else f"{shown}, full again"


def _leaky_bucket(oracle: Any, quota: Quota, now: int) -> str:
    poured, there = Fraction(oracle.water, quota.period), quota.burst - Fraction(oracle.room(now), quota.period)
    shown = f"water: {mixed(there)} of {quota.burst}"
    if not poured or now == oracle.at:
        return shown
    leaked = f"{mixed(poured)} - {now - oracle.at} · {quota.limit}/{quota.period}"
    return f"water: {leaked} = {mixed(there)} of {quota.burst}" if there else f"{shown}, empty again"


def _gcra(oracle: Any, quota: Quota, now: int) -> str:
    tat = Fraction(oracle.tat, quota.limit)
    return f"TAT is {mixed(tat)}, {mixed(max(Fraction(0), tat - now))} ahead"


def _gcra_take(oracle: Any, quota: Quota, now: int, cost: int) -> str:
    tat, interval = Fraction(oracle.tat, quota.limit), Fraction(quota.period, quota.limit)
    start, step, most = max(tat, Fraction(now)), cost * interval, quota.burst * interval
    ahead = start + step - now
    x = f"x = {mixed(start)} + {mixed(step)} = {mixed(start + step)}"
    early = f", {mixed(ahead - most)} too early" if ahead > most else ""
    return f"TAT is {mixed(tat)}; {x}, {mixed(ahead)} ahead, {mixed(most)} allowed{early}"


_STATES: dict[str, Callable[[Any, Quota, int], str]] = {
    "FixedWindow": _fixed_window,
    "SlidingLog": _sliding_log,
    "SlidingWindowCounter": _sliding_window_counter,
    "TokenBucket": _token_bucket,
    "LeakyBucket": _leaky_bucket,
    "GCRA": _gcra,
}


def mixed(number: Fraction) -> str:
    """Show a number as people write it: 3, 1 1/4; where that is long, in digits that never look like a whole."""
    whole, part = divmod(number, 1)
    if not part:
        return str(whole)
    if part.denominator <= 999:
        return f"{whole} {part}" if whole else str(part)
    shown = f"{float(number):.12g}"
    if Fraction(shown) in (whole, whole + 1):
        return f"just over {whole}" if Fraction(shown) == whole else f"just under {whole + 1}"
    return shown
