"""What a meter that has only `take` and `level` answers in full."""

from typing import Any

from ratelimit.composite import Composite
from ratelimit.decision import Decision
from ratelimit.protocols import Meter


def decide(meter: Meter, now: int, cost: int) -> Decision:
    """Ask a meter for its full answer."""
    delay = delay_of(meter, now)
    wait = meter.take(now, cost)
    remaining, reset_after = meter.level(now)
    return Decision(wait == 0, remaining, wait, reset_after, delay)


def next_afters(meter: Meter, now: int) -> tuple[int, ...]:
    """Return, for each limit, the ticks until one unit more than what remains can have been spent."""
    meters: tuple[Any, ...] = meter.meters if isinstance(meter, Composite) else (meter,)
    return tuple([each.next_after(now) for each in meters])


def delay_of(meter: Meter, now: int) -> int:
    """Return the delay of a meter that has one, and 0 for others."""
    delay = getattr(meter, "delay", None)
    return 0 if delay is None else int(delay(now))
