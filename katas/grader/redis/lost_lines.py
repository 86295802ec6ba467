"""What a submission does when its connection fails: before a command is sent, or after the server has done it."""

from typing import Any

import redis

from katas.grader.redis.servers.instrumented_client import Command
from katas.grader.redis.trial import PLACES, SLOW, Bucket, RedisTrial
from katas.grader.verdict import Broken, Failure, brief

ERRORS: tuple[type[Exception], ...] = (redis.ConnectionError, redis.TimeoutError)  # what redis-py raises


def errors_reach_the_caller(trial: RedisTrial) -> None:
    """The caller sees the error, of a take whose script the server knows, and of one that loads it."""
    for warm in (True, False):
        for error in ERRORS:
            for heard in (False, True):
                for place in range(1, PLACES):
                    if not _fails(trial, place, error, warm=warm, heard=heard):
                        break


def _fails(trial: RedisTrial, place: int, error: type[Exception], *, warm: bool, heard: bool) -> bool:
    """Let one take's connection fail at a place. Returns whether it sends so often."""
    bucket, left = trial.make(SLOW), SLOW.burst
    if warm:
        trial.take(bucket)
        left -= 1
    else:
        trial.server.forget_scripts()
    answers = trial.cut(bucket, place, error, heard=heard)
    sent = bucket.wire.sent[place - 1] if heard and answers else []
    if answers:
        trial.counts["cuts"] += 1
        if not (_loads(sent) and type(answers[0]) is int and answers[0] == 0):  # to load twice does no harm
            _raises(trial, answers[0], _story(place, error, heard=heard))
        _spends_once(trial, bucket, left, _story(place, error, heard=heard))
    trial.server.tidy()
    return bool(answers)


def _loads(sent: list[Command]) -> bool:
    """Whether all that was sent is the text of a script, or a question about it."""
    return bool(sent) and all(command[0].upper() == b"SCRIPT" for command in sent)


def _story(place: int, error: type[Exception], *, heard: bool) -> str:
    late = error is redis.TimeoutError
    if heard:
        how = "its answer comes too late" if late else "the connection breaks before its answer arrives"
        return f"The server does what a take asks, but {how}"
    return f"{'A time-out ends the connection' if late else 'The connection breaks'} before command {place} of a take"


def _raises(trial: RedisTrial, answer: Any, story: str) -> None:
    if isinstance(answer, (redis.RedisError, OSError)):
        return
    raised = isinstance(answer, Exception)
    got = f"Yours raises {type(answer).__name__}" if raised else f"Yours answers {brief(answer)}"
    line = trial.guard.line_of_error(answer) if raised else ""
    message = f"{story}. {got}, but the caller must see the connection error: nobody knows what was granted."
    raise Broken(Failure("answer", message, line=line))


def _spends_once(trial: RedisTrial, bucket: Bucket, left: int, story: str) -> None:
    """The take that failed has spent one token or none."""
    grants = 0
    while grants <= left and trial.take(bucket) == 0:
        grants += 1
    if left - 1 <= grants <= left:
        return
    message = f"{story}. Of {left} tokens, {grants} are granted afterwards; the failed take may have spent one."
    raise Broken(Failure("answer", message))
