"""Keys expire: not before the bucket is full again, not long after; and a refusal changes nothing."""

from typing import Any, NamedTuple

from katas.grader.meter.oracle import Spec, TokenBucket
from katas.grader.redis.inputs import DAY, HOUR, LATEST, MINUTE, MOST, TODAY
from katas.grader.redis.trial import PLACES, SLOW, Ask, Bucket, RedisTrial
from katas.grader.verdict import Broken, Failure, brief
from ratelimit import Quota

LONGER = 5_000  # ms that a key may outlive its bucket
TRIES = 40  # to look, before the time is over
CLOSELY = 12  # times, where a part of a millisecond matters
AGE = 10_000  # ms that seem to have passed between two takes
INSTANT = 10_000  # µs in which a bucket fills that is full between any two takes
PLAIN = 60_000  # ms in which a bucket fills that no slow machine confuses
SECOND = 1_000_000

QUOTAS = (
    Quota(100, SECOND, 10),  # full in 100 ms
    Quota(1, MINUTE),
    Quota(3, HOUR, 5),
    Quota(5, 30 * DAY),
    Quota(3, 100 * SECOND + 1),
    Quota(10, 19 * SECOND),
    Quota(2, 3 * SECOND, 1),  # full in 1500 ms
    Quota(1, 2 * SECOND - 1),
    Quota(1000, 3 * SECOND - 100, 5),  # full in less than 15 ms
    Quota(1, 2_900),
    Quota(1, 1),
    Quota(5, HOUR, 1),
    Quota(1, HOUR, 7),
    Quota(3, 2, 10**8),  # more than a token a microsecond, and full in 67 s
    Quota(10**6, 1, 10**6),
    Quota(1, MOST),  # full in 71 years
)


class Step(NamedTuple):
    """One take, so many microseconds after the first one if `now` is given."""

    cost: int
    later: int = 0


class Case(NamedTuple):
    """Grants, after which the expiry is looked at."""

    quota: Quota
    steps: tuple[Step, ...]
    now: int | None

    @property
    def asks(self) -> list[Ask]:
        """The takes."""
        return [Ask("take", None if self.now is None else self.now + step.later, step.cost) for step in self.steps]


def expires_in_time(trial: RedisTrial) -> None:
    """After grants, of a new key and later, also at times that differ from the server's."""
    for case in cases():
        wrong, matters = _looked_at(trial, case)
        if wrong:
            raise Broken(_failure(trial, case, matters, wrong))


def wrong_kinds(trial: RedisTrial) -> str:
    """Return in a word what is wrong in each case that is the same on every machine; "" if all expiries are right."""
    try:
        expires_in_time(trial)
    except Broken as broken:
        slow = [case for case in cases() if _full(case.quota) >= PLAIN * 1000 and case.now == TODAY]
        words = [_kind(trial, case) for case in slow]
        return ", ".join(words) if any(words) else broken.failure.message
    return ""


def _kind(trial: RedisTrial, case: Case) -> str:
    try:
        wrong = _looked_at(trial, case, closely=1)[0]
    except Broken as broken:
        return broken.failure.message.partition(": ")[0]
    found = (word for word in ("no key", "never", "too early", "too late") if word in wrong)
    return "" if "less than" in wrong else next(found, "")


def cases() -> list[Case]:
    """Return all cases: first costs of every kind, a second grant, one after a refill."""
    return [case for quota in QUOTAS for case in _cases(quota) if _can_be_seen(case)]


def _cases(quota: Quota) -> list[Case]:
    burst, full = quota.burst, _full(quota)
    costs = ((burst,), (1,), (1, 1), (1, max(1, burst - 1)), (2,), (burst - 1,), (2, 1))
    fitting = dict.fromkeys(each for each in costs if min(each) > 0 and sum(each) <= burst)
    found = [Case(quota, tuple(map(Step, each)), now) for each in fitting for now in (TODAY, MINUTE, None)]
    if PLAIN * 1000 <= full <= LATEST - TODAY:
        half = -(-full // 2)
        refilled = ((burst, 1, full), (burst, burst, full), (1, 1, full), *(((burst, 1, half),) if burst > 1 else ()))
        found += [Case(quota, (Step(a), Step(b, later)), now) for a, b, later in refilled for now in (TODAY, MINUTE)]
    return found


def _can_be_seen(case: Case) -> bool:
    """Whether the bucket is not full again before its second take arrives."""
    quota = case.quota
    return len(case.steps) == 1 or case.steps[0].cost * quota.period >= INSTANT * quota.limit


def _looked_at(trial: RedisTrial, case: Case, closely: int = CLOSELY) -> tuple[str, int]:
    """Return what is wrong after these grants, and how long the state matters.

    It is tried again if it took so long that nothing can be said.
    """
    quota, now, matters = case.quota, case.now, 0
    for number in range(TRIES):
        bucket, spec = trial.make(quota), Spec(TokenBucket, quota)
        start = began = trial.server.now()
        soonest = DAY  # the time at which a bucket would be full between two takes
        for step, ask in zip(case.steps, case.asks, strict=True):
            if step is not case.steps[0]:
                if soonest > 2 * AGE * 1000:
                    _age(trial, bucket)
                began = trial.server.now() if now is not None else start  # then the bucket fills between takes
            trial.take(bucket, step.cost, ask.now)
            spec.grant(step.later, step.cost)
            matters = spec.wait(step.later, spec.capacity)
            soonest = min(soonest, matters)
        keys, ended = trial.server.expiries(bucket.wire)
        trial.server.tidy()
        if len(case.steps) > 1 and ended - start >= soonest:
            continue
        wrong = _wrong(quota, keys, matters, (began, ended))
        if wrong or (ended - start < soonest and (matters % 1000 == 0 or number >= closely)):
            return wrong, matters
    return "", matters


def _age(trial: RedisTrial, bucket: Bucket) -> None:
    """Move all expiries forward, as if some time had passed."""
    for key, at in trial.server.expiries(bucket.wire).of.items():
        if at != -1:
            trial.server.admin.pexpireat(key, at - AGE)


def _wrong(quota: Quota, keys: dict[bytes, int], matters: int, times: tuple[int, int]) -> str:
    began, ended = times
    if not keys and ended - began < matters:
        return "no key is there, as if nothing had been spent"
    for key, at in keys.items():
        early = began + matters - (at + 1) * 1000  # Redis drops a key when its millisecond is over
        if at == -1:
            return f"the key {_name(key)} never expires"
        if 0 < early < 1000:
            return f"the key {_name(key)} expires less than a millisecond too early"
        if early > 0:
            return f"the key {_name(key)} expires after {_time(max(0, at * 1000 - began))}, which is too early"
        if at > ended // 1000 - (-_full(quota) // 1000) + LONGER:
            return f"the key {_name(key)} expires after {_time(at * 1000 - ended)}, which is too late"
    return ""


def _full(quota: Quota) -> int:
    """Return how long an empty bucket takes to fill."""
    return -(-quota.burst * quota.period // quota.limit)


def _failure(trial: RedisTrial, case: Case, matters: int, wrong: str) -> Failure:
    quota = case.quota
    words = [f"take(now={call.now}, cost={call.cost})" for call in case.asks]
    message = (
        f"Quota({quota.limit}, {quota.period}, burst={quota.burst}): after {', '.join(words)} the bucket is full again "
        f"in {_time(matters)}; an empty one would take {_time(_full(quota))}. But {wrong}."
    )
    return Failure("answer", message, commands=trial.seen(quota, case.asks))


def refusals_change_nothing(trial: RedisTrial) -> None:
    """No key is made, changed or given another expiry by a refusal or an error."""
    cases = (((3,), 1, 0), ((2,), 2, 0), ((2,), 2, MINUTE), ((3,), 1, 2 * HOUR), ((3,), 1, -HOUR))
    for spent, cost, later in cases:
        bucket = trial.make(Quota(3, 12 * DAY))
        for each in spent:
            trial.take(bucket, each, TODAY)
        before, start = _state(trial, bucket), trial.server.now() // 1000
        while trial.server.now() // 1000 < start + 2:  # so that an expiry that is set again differs
            pass
        answer = trial.take(bucket, cost, TODAY + later)
        calls = [*(Ask("take", TODAY, each) for each in spent), Ask("take", TODAY + later, cost)]
        _unchanged(trial, bucket, before, f"A take of {cost} is refused ({brief(answer)} µs to wait)", calls)
    for cost in (0, -1, 4):
        bucket = trial.make(Quota(3, 12 * DAY))
        trial.take(bucket, cost, TODAY)
        _unchanged(trial, bucket, {}, f"A take of {cost} raises ValueError", [Ask("take", TODAY, cost)])


def _state(trial: RedisTrial, bucket: Bucket) -> dict[bytes, tuple[Any, Any]]:
    found = trial.server.expiries(bucket.wire).of
    return {key: (trial.server.admin.dump(key), at) for key, at in found.items()}


def _unchanged(
    trial: RedisTrial, bucket: Bucket, before: dict[bytes, tuple[Any, Any]], what: str, calls: list[Ask]
) -> None:
    after = _state(trial, bucket)
    trial.server.tidy()
    for key in before | after:
        old, new = before.get(key), after.get(key)
        if old != new:
            did = "makes" if old is None else "deletes" if new is None else "changes"
            did = "moves the expiry of" if old and new and old[0] == new[0] else did
            message = f"{what}, and {did} the key {_name(key)}. A refusal or an error must change nothing."
            raise Broken(Failure("answer", message, commands=trial.seen(Quota(3, 12 * DAY), calls)))


def expires_after_a_crash(trial: RedisTrial) -> None:
    """All keys expire, whatever a process had sent before it died."""
    for warm in (False, True):
        for place in range(1, PLACES):
            trial.counts["cuts"] += 1
            bucket = trial.make(SLOW)
            if warm:
                trial.take(bucket)
            if not trial.cut(bucket, place):
                break
            lasting = [key for key, at in trial.server.expiries(bucket.wire).of.items() if at == -1]
            trial.server.tidy()
            if lasting:
                died = (
                    f"The process dies before command {place} of a take. What it has sent so far"
                    if place > 1
                    else "A take"
                )
                message = f"{died} leaves the key {_name(lasting[0])}, which never expires."
                calls = [Ask("take", TODAY, 1)] * (2 if warm else 1)
                raise Broken(Failure("answer", message, commands=trial.seen(SLOW, calls)))


def _name(key: bytes) -> str:
    return brief(key.decode(errors="replace"))


def _time(ticks: int) -> str:
    """Say microseconds so that they can be compared by eye, and are the same in every run."""
    if ticks < 9_500:
        return f"{ticks} µs" if ticks else "0 ms"
    return f"{ticks / 1000:.0f} ms" if ticks < SECOND - 5_000 else f"{ticks / SECOND:,.1f} s"
