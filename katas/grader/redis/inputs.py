"""Timelines for a bucket on Redis: slow ones, since keys expire in real time, and numbers that doubles can't hold."""

from dataclasses import dataclass, replace

from katas.grader.meter import inputs
from katas.grader.meter.inputs import Inputs, Quotas
from katas.grader.meter.oracle import Oracle, Spec
from katas.grader.timeline import Call, Timeline
from ratelimit import Quota

MINUTE = 60_000_000  # µs: longer than any test
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
TICK = 16_000_000  # µs: for a token that takes four ticks, as the quickest friendly ones do
TODAY = 1_795_000_000_000_000  # µs since 1970, in the year 2026
LATEST = 2**52 - 1
MOST = 2**51 - 1  # of burst · period


@dataclass(frozen=True)
class SlowInputs:
    """Other inputs at so many microseconds a tick, from a while after time 0 on."""

    inputs: Inputs
    ticks: int = 1
    after: int = 0  # ticks

    @property
    def length(self) -> int:
        """The most calls."""
        return self.inputs.length

    def timeline(self, oracle: type[Oracle], head: bytes, events: list[bytes]) -> Timeline:
        """Make drawn bytes into a timeline that a right bucket answers rightly on any machine, however slow."""
        drawn = self.inputs.timeline(oracle, head, events)
        quota = Quota(drawn.quota.limit, drawn.quota.period * self.ticks, drawn.quota.burst)
        calls = [call._replace(now=(call.now + self.after) * self.ticks) for call in drawn.calls]
        return Timeline(quota, tuple(lasting(oracle, quota, calls)))


def lasting(oracle: type[Oracle], quota: Quota, calls: list[Call]) -> list[Call]:
    """Return the calls before the first that is too late, or whose state no longer matters within a minute."""
    spec = Spec(oracle, quota)
    for number, call in enumerate(calls):
        if call.now > LATEST:
            return calls[:number] or [call._replace(now=LATEST)]
        if not 1 <= call.cost <= spec.capacity:
            continue
        if spec.wait(call.now, call.cost):
            spec.refuse(call.now)
            continue
        spec.grant(call.now, call.cost)
        if spec.wait(spec.clock, spec.capacity) < MINUTE:
            return calls[: number + 1]
    return calls


def _quotas(*quotas: Quota) -> Quotas:
    return Quotas(tuple(quota for quota in quotas if quota.burst * quota.period <= MOST), ())


_ODD = _quotas(
    *(
        Quota(limit, period, burst)
        for burst in (3, 1, 2, 7, 100)
        for period in (200_000_003, HOUR, DAY, 10**9 + 7, 7 * DAY, 30 * DAY, 10**12 + 39)
        for limit in (3, 1, 7, 10, 59)
        if period // limit >= MINUTE
    )
)
_VAST = _quotas(
    Quota(1, MOST),
    Quota(3, MOST // 5, 5),
    Quota(7, MOST // 1000, 1000),
    Quota(1_000_003, 1_000_000, 2_000_000_000),
    Quota(997, 1000, 2 * 10**12),
    Quota(59, DAY, 10_007),
    Quota(1, 1, MOST),
    Quota(3, 2, MOST // 2),
    Quota(10**9 + 7, DAY, 20_000),
    Quota(999_983, 30 * DAY, 700),
)
_MOVES = ("none", "due", "due", "early", "tick", "inside", "edge", "idle")
_WITH_REFUSALS = replace(inputs.WITH_REFUSALS, errors=True)

FRIENDLY = SlowInputs(_WITH_REFUSALS, TICK, after=8)
STEPS_BACK = SlowInputs(replace(inputs.WITH_STEPS_BACK, quotas=inputs.EVEN, starts=(20, 100, 400)), TICK, after=8)
ODD = SlowInputs(
    Inputs(_MOVES, _ODD, starts=(TODAY, TODAY + 123_457, 7_654_321_987, 13), length=16, costs=True, refusals=True)
)
VAST = SlowInputs(
    Inputs(
        _MOVES,
        _VAST,
        starts=(TODAY + 1, LATEST - DAY, LATEST - 13, 7_654_321_987),
        length=12,
        costs=True,
        refusals=True,
    )
)
