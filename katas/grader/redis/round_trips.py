"""What one decision sends, once the script is loaded."""

from katas.grader.redis.inputs import TODAY
from katas.grader.redis.servers.instrumented_client import text_of
from katas.grader.redis.servers.monitor import shown
from katas.grader.redis.trial import SLOW, Bucket, RedisTrial
from katas.grader.verdict import Broken, Failure
from ratelimit import Quota

WARM, GRANTED, REFUSED = 2, 3, 3


def one_round_trip(trial: RedisTrial, *, lost: bool = False) -> None:
    """Make the same call of one key again and again: nothing that it sends is new to the server.

    lost: the server has lost its scripts once, and the script has been loaded again.
    """
    for now in (TODAY, None):
        bucket = trial.make(Quota(WARM + GRANTED, SLOW.period * (WARM + GRANTED)))
        for _ in range(WARM):
            if lost:
                trial.server.forget_scripts()
            trial.take(bucket, now=now)
        for number in range(GRANTED + REFUSED):
            bucket.wire.clear()
            reads = _reads(trial)
            trial.take(bucket, now=now)
            reads = _reads(trial) - reads - 1
            asked = "" if now is None else f"now={now}"
            _judge(bucket, reads, f"take('ann'{asked and ', '}{asked})", granted=number < GRANTED)
        trial.server.tidy()


def _judge(bucket: Bucket, reads: int, call: str, *, granted: bool) -> None:
    sent, commands = bucket.wire.sent, bucket.wire.commands
    if len(sent) > 1:
        wrong = f"sends {len(sent)} requests and waits for each answer"
    elif len(commands) > 1:
        wrong = f"sends {len(commands)} commands in one request"
    elif not sent:
        wrong = "sends nothing through the client that it was given"
    elif reads > 1:
        wrong = "greets the server again each time"
    elif any(text_of(command) for command in commands):
        wrong = "sends the whole text of its script each time"
    else:
        return
    message = (
        f"{call}, which is {'granted' if granted else 'refused'}, {wrong}. Once the server knows the script, one "
        "EVALSHA is enough."
    )
    raise Broken(Failure("cost", message, commands=tuple(f"  {shown(command)}" for command in commands[:8])))


def _reads(trial: RedisTrial) -> int:
    """Return how often our own server has read from any client; this question counts too."""
    return int(trial.server.admin.info("stats")["total_reads_processed"]) if trial.server.own else 0
