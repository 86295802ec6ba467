"""The laws of a token bucket on Redis, in order. `pytest katas/redis_token_bucket` grades redis_token_bucket.py."""

from katas.grader import Kata
from katas.grader import redis_inputs as inputs
from katas.grader.redis_probes import redis_facets
from katas.grader.redis_trial import RedisTrial

KATA = Kata("redis_token_bucket", "RedisTokenBucket", RedisTrial, redis_facets)


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
    trial.check(
        inputs.STEPS_BACK,
        "1/64000000: take(128000000) take(64000000)",
        "1/64000000: take(128000000) take(64000000) take(128000000)",
        "1/64000000: take(128000000) take(64000000) take(192000000)",
        "2/128000000: take(1600000000) take(64000000) take(1600000000)",
        "1/64000000: take(320000000, 2) take(64000000) take(192000000)",
    )
    for wishes in KINDS:
        with trial.asked_by(**wishes):
            trial.pinned(*pins)


KINDS = ({"decode_responses": True}, {"protocol": 3}, {"decode_responses": True, "protocol": 3})


@KATA.level(15)
def exact(trial: RedisTrial) -> None:
    """nothing is ever rounded: any quota, any date up to 2^52"""
    trial.check(inputs.ODD)
    trial.check(inputs.VAST)
