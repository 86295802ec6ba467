"""What a submission does when the server has lost its script, or when no server can be reached."""

from dataclasses import replace

from katas.grader.redis.inputs import DAY, TODAY
from katas.grader.redis.servers.instrumented_client import text_of
from katas.grader.redis.trial import RedisTrial, sentence
from katas.grader.verdict import Abort, Broken, Failure
from ratelimit import Quota

FEW = 3  # scripts; one is enough
_LOST = (
    "The server forgets its scripts, as after a restart. Then take() raises NoScriptError; it must load the script "
    "again and try once more."
)


def reloads_when_lost(trial: RedisTrial, *pins: str) -> None:
    """The server forgets all scripts before each take, and the answers are the same."""
    trial.before = trial.server.forget_scripts
    try:
        trial.pinned(*pins)
    except (Broken, Abort) as stop:
        failure = stop.failure
        if "NoScript" in failure.message:  # no timeline shows that without the grader's help
            raise Broken(Failure("answer", _LOST, line=failure.line, detail=failure.detail)) from stop
        message = f"{sentence(failure.message)} The server forgets its scripts before each take.".strip()
        stop.failure = replace(failure, message=message)
        raise
    finally:
        trial.before = lambda: None


def one_script_for_all(trial: RedisTrial) -> None:
    """Many keys, costs and times need no more scripts."""
    quota, prefix = Quota(9, 9 * DAY), trial.server.prefix()
    bucket = trial.make(quota, prefix)
    trial.take(bucket)
    trial.take(bucket, now=None)
    texts: set[bytes] = set()
    for number in range(24):
        bucket.key = f"client {number // 3}"
        trial.take(bucket, 1 + number % 4, TODAY + number)
        trial.take(bucket, 1 + number % 5, None)
        texts |= {text for command in bucket.wire.commands for text in text_of(command)}
        if len(texts) > FEW:
            first, last = (sorted(texts)[n].decode(errors="replace") for n in (0, -1))
            message = (
                f"{2 * (number + 2)} takes sent {len(texts)} different scripts to the server, which keeps them all. "
                f"Where they differ: {_difference(first, last)}. Pass numbers in ARGV, and the key in KEYS."
            )
            raise Broken(Failure("cost", message))


def _difference(first: str, last: str) -> str:
    same = next((n for n, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), 0)
    start = max(first.rfind("\n", 0, same) + 1, same - 20)
    return " and ".join(repr(text[start : start + 34].partition("\n")[0]) for text in (first, last))
