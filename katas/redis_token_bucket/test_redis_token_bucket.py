"""The laws of a token bucket on Redis, in order. `pytest katas/redis_token_bucket` grades redis_token_bucket.py."""

from katas.grader import Kata
from katas.grader.redis import clock as clock_of
from katas.grader.redis import expiry as expiry_of
from katas.grader.redis import inputs, lost_lines, probes, races, round_trips, script_cache
from katas.grader.redis import keys as keys_of
from katas.grader.redis.plot_traffic import TRAFFIC
from katas.grader.redis.trial import KINDS, RedisTrial

KATA = Kata(
    "redis_token_bucket",
    "RedisTokenBucket",
    trial=RedisTrial,
    facets=probes.facets,
    traffic=TRAFFIC,
    library="algorithms/token_bucket.lua",
)


@KATA.level(15)
def answers(trial: RedisTrial) -> None:
    """a token bucket for each key, whatever client asks"""
    pins = (
        "1/64000000: take(64000000) take(64000000)",
        "1/64000000 burst 2: take(64000000, 2) take(64000000)",
        "1/64000000: take(64000000) take(128000000)",
        "1/64000000: take(64000000) take(112000000)",
        "1/64000000 burst 2: take(64000000) take(64000000) take(160000000) take(208000000)",
        "1/64000000: take(160000000) take(640000000) take(640000000)",
        "3/192000000: take(64000000, 3) take(64000000)",
        "3/192000000: take(64000000) take(64000000, 3)",
        "3/192000000: take(64000000, 0)",
        "3/192000000: take(64000000, -1)",
        "3/192000000: take(64000000, 4)",
        "3/192000000: take(64000000, 4) take(64000000, 3)",
        "3/192000000 burst 5: take(64000000, 5) take(64000000)",
        "1/64000000: take(64000000) take(96000000) take(128000000)",
        "2/128000000: take(64000000) take(64000000, 2) take(64000000)",
    )
    trial.check(inputs.FRIENDLY, *pins)
    trial.pinned("1/64000000: take(64000000) take(127500000)", waits=False)
    trial.check(
        inputs.STEPS_BACK,
        "1/64000000: take(128000000) take(64000000)",
        "1/64000000: take(128000000) take(64000000) take(128000000)",
        "1/64000000: take(128000000) take(64000000) take(192000000)",
        "2/128000000: take(1600000000) take(64000000) take(1600000000)",
        "1/64000000: take(320000000, 2) take(64000000) take(192000000)",
        "1/128000000 burst 2: take(64000000, 2) take(256000000, 2) take(128000000)",
    )
    for wishes in KINDS:
        with trial.asked_by(**wishes):
            trial.pinned(*pins)


@KATA.level(15)
def exact(trial: RedisTrial) -> None:
    """nothing is ever rounded: any quota, any date up to 2^52"""
    trial.check(
        inputs.ODD,
        "3000000/300000000000001 burst 1: take(1795000000000000) take(1795000000000000)",
        "3/200000003: take(1795000000000000, 3) take(1795000066666667)",
        "3/200000003: take(1795000000000000, 3) take(1795000066666668)",
        "1/1000000007: take(4503598600000000) take(4503598600000001)",
    )
    trial.check(inputs.VAST)
    trial.pinned(  # of 1 / 105 and 1 / 93, doubles are too large
        "105/6300000000 burst 1: take(1795000000000000) take(1795000000000000)",
        "93/334800000000 burst 1: take(1795000000000000) take(1795000000000000)",
    )


@KATA.level(15)
def race(trial: RedisTrial) -> None:
    """no token is spent twice, whatever runs between commands"""
    races.interleaved(trial)


@KATA.level(10)
def trips(trial: RedisTrial) -> None:
    """one EVALSHA a decision, once the server knows the script"""
    round_trips.one_round_trip(trial)


@KATA.level(15)
def expiry(trial: RedisTrial) -> None:
    """keys expire in time, not early; refusals change none"""
    expiry_of.refusals_change_nothing(trial)
    expiry_of.expires_after_a_crash(trial)
    expiry_of.expires_in_time(trial)


@KATA.level(10)
def scripts(trial: RedisTrial) -> None:
    """lost scripts load again, few are kept, no error is hidden"""
    script_cache.reloads_when_lost(
        trial,
        "1/64000000: take(64000000) take(64000000)",
        "3/192000000: take(64000000) take(64000000, 2) take(64000000) take(128000000) take(128000000)",
    )
    script_cache.one_script_for_all(trial)
    round_trips.one_round_trip(trial, lost=True)
    lost_lines.errors_reach_the_caller(trial)


@KATA.level(10)
def keys(trial: RedisTrial) -> None:
    """any text is a key of its own; KEYS has all, in one slot"""
    keys_of.different_keys(trial)
    keys_of.equal_keys(trial)
    keys_of.different_prefixes(trial)
    keys_of.declared_keys(trial)
    keys_of.other_process(trial)


@KATA.level(10)
def clock(trial: RedisTrial) -> None:
    """without now, the server's TIME counts; and 0 is a time"""
    trial.pinned(
        "1/64000000: take(0) take(0)",
        "1/64000000: take(0) take(32000000)",
        "1/64000000: take(0) take(64000000)",
    )
    clock_of.server_decides(trial)
