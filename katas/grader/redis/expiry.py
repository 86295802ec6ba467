"""Keys expire: not before the bucket is full again, not long after; and a refusal changes nothing."""

from typing import Any, NamedTuple

from katas.grader.meter.oracle import Spec, TokenBucket
from katas.grader.redis.inputs import DAY, HOUR, MINUTE, TODAY
from katas.grader.redis.servers import ttl
from katas.grader.redis.trial import SLOW, Ask, Bucket, RedisTrial
from katas.grader.verdict import Broken, Failure, brief
from ratelimit import Quota

LONGER = 5_000  # ms that a key may outlive its bucket
TRIES = 40  # to look, before the time is over
CLOSELY = 12  # times, where a part of a millisecond matters
AGE = 10_000  # ms that seem to have passed between two takes
PLACES = 40  # in a take, where a process may die
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
)


class Seen(NamedTuple):
    """A key's expiry, in ms since 1970; -1 if there is none."""

    key: bytes
    at: int


def expires_in_time(trial: RedisTrial) -> None:
    """After grants, of a new key and later, also at times that differ from the server's."""
    for quota in QUOTAS:
        for costs in ((quota.burst,), (1,), (1, 1), (1, max(1, quota.burst - 1))):
            for now in (TODAY, MINUTE, None):
                if sum(costs) <= quota.burst:
                    _expires(trial, quota, costs, now)


def _expires(trial: RedisTrial, quota: Quota, costs: tuple[int, ...], now: int | None) -> None:
    """Look at the keys after these grants; again if it took so long that nothing can be said."""
    for number in range(TRIES):
        trial.server.empty()
        bucket, spec = trial.make(quota), Spec(TokenBucket, quota)
        start = began = trial.server.now()
        soonest = DAY  # the time at which a bucket would be full between two takes
        for place, cost in enumerate(costs):
            if place and soonest > 2 * AGE * 1000:
                _age(trial, bucket)
            began = trial.server.now() if now is not None else start  # then the bucket fills between takes
            trial.take(bucket, cost, now)
            spec.grant(0, cost)
            soonest = min(soonest, spec.wait(0, spec.capacity))
        keys = _seen(trial, bucket)
        ended, matters = trial.server.now(), spec.wait(0, spec.capacity)
        trial.server.tidy()
        if len(costs) > 1 and ended - start >= soonest:
            continue
        wrong = _wrong(quota, keys, matters, (began, ended))
        if wrong:
            raise Broken(_failure(trial, quota, [Ask("take", now, cost) for cost in costs], matters, wrong))
        if ended - start < soonest and (matters % 1000 == 0 or number >= CLOSELY):
            return


def _age(trial: RedisTrial, bucket: Bucket) -> None:
    """Move all expiries forward, as if some time had passed."""
    for key, at in _seen(trial, bucket):
        if at != -1:
            trial.server.admin.pexpireat(key, at - AGE)


def _seen(trial: RedisTrial, bucket: Bucket) -> list[Seen]:
    found = [Seen(key, ttl.expires(trial.server.admin, key)) for key in trial.server.keys(bucket.wire)]
    return [seen for seen in found if seen.at != -2]  # it has just expired


def _wrong(quota: Quota, keys: list[Seen], matters: int, times: tuple[int, int]) -> str:
    began, ended = times
    if not keys and ended - began < matters:
        return "no key is there, as if nothing had been spent"
    for key, at in keys:
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


def _failure(trial: RedisTrial, quota: Quota, calls: list[Ask], matters: int, wrong: str) -> Failure:
    words = [f"take(now={call.now}, cost={call.cost})" for call in calls]
    message = (
        f"Quota({quota.limit}, {quota.period}, burst={quota.burst}): after {', '.join(words)} the bucket is full again "
        f"in {_time(matters)}; an empty one would take {_time(_full(quota))}. But {wrong}."
    )
    return Failure("answer", message, commands=trial.seen(quota, calls))


def refusals_change_nothing(trial: RedisTrial) -> None:
    """No key is made, changed or given another expiry by a refusal or an error."""
    cases = (((3,), 1, 0), ((2,), 2, 0), ((2,), 2, MINUTE), ((3,), 1, 2 * HOUR), ((3,), 1, -HOUR))
    for spent, cost, later in cases:
        trial.server.empty()
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
        trial.server.empty()
        bucket = trial.make(Quota(3, 12 * DAY))
        trial.take(bucket, cost, TODAY)
        _unchanged(trial, bucket, {}, f"A take of {cost} raises ValueError", [Ask("take", TODAY, cost)])


def _state(trial: RedisTrial, bucket: Bucket) -> dict[bytes, tuple[Any, Any]]:
    admin = trial.server.admin
    return {key: (admin.dump(key), ttl.expires(admin, key)) for key in trial.server.keys(bucket.wire)}


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
            trial.server.empty()
            trial.counts["cuts"] += 1
            bucket = trial.make(SLOW)
            if warm:
                trial.take(bucket)
            if not trial.cut(bucket, place):
                break
            lasting = [seen.key for seen in _seen(trial, bucket) if seen.at == -1]
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
