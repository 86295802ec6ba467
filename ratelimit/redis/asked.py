"""What a call asks for each of its keys."""

from typing import NamedTuple

from ratelimit.quota import Quota
from ratelimit.redis.command import packed


class ScriptQuota:
    """A quota as a script gets it: its numbers, and after those of a call's own quota the limiter's."""

    __slots__ = ("default_tail", "is_own", "quota", "size", "tail")

    def __init__(self, quota: Quota, *numbers: int) -> None:
        self.quota = quota
        self.is_own = len(numbers) == 3
        self.size = b"*%d\r\n" % (7 + len(numbers))  # of a command that runs the script
        self.tail = packed(*numbers)
        self.default_tail = packed("", 1, 1) + self.tail


class Asked(NamedTuple):
    """A cost in a quota."""

    cost: int
    spend: int | str  # 0: only look; or "refund", or "charge"
    quota: ScriptQuota
