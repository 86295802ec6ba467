"""Which prefix and key each Redis key belongs to: no two may share one."""

from dataclasses import replace

from katas.grader.redis.inputs import DAY
from katas.grader.redis.servers.instrumented_client import keys_of
from katas.grader.redis.trial import Bucket, RedisTrial
from katas.grader.verdict import Broken, brief
from ratelimit import Quota

ONE = Quota(1, DAY)
Owner = tuple[str, str]  # prefix and key


class Owners:
    """All keys that were asked for so far, one token each."""

    def __init__(self, trial: RedisTrial) -> None:
        self.trial = trial
        self.asked: dict[Owner, None] = {}
        self.of: dict[bytes, Owner] = {}
        self.bucket: Bucket | None = None
        self._prefix = ""

    def spend(self, prefix: str, key: str) -> tuple[Owner, bytes] | None:
        """Spend a key's token. Returns who spent it before, and the Redis key that they share, b"" if none is seen."""
        me = (prefix, key)
        if me in self.asked or not _encodable(prefix + key):
            return None
        if self.bucket is None or prefix != self._prefix:
            self.bucket, self._prefix = self.trial.make(ONE, prefix), prefix
        self.asked[me] = None
        self.bucket.key = key
        self.bucket.wire.clear()
        answer = self.trial.take(self.bucket)
        if isinstance(answer, ValueError):
            failure = self.trial.crash("take()", answer)
            message = f"{failure.message}, with the prefix {brief(prefix)} and the key {brief(key)}."
            raise Broken(replace(failure, message=message))
        for name in sorted(named(self.trial, self.bucket)):
            owner = self.of.setdefault(name, me)
            if owner != me:
                return owner, name
        return None if answer == 0 else (me, b"")


def named(trial: RedisTrial, bucket: Bucket) -> set[bytes]:
    """Return the Redis keys that were named since the wire was cleared."""
    return {name for command in bucket.wire.commands for name in keys_of(command) or trial.server.named(command)}


def _encodable(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)
