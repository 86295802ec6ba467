"""What a call asks for each of its keys."""

from collections.abc import Sequence
from typing import NamedTuple

from ratelimit.quota import Quota
from ratelimit.redis.command import packed


class ScriptQuota:
    """A quota as a script gets it: its numbers, and after those of a call's own quota the limiter's.

    Of several limits, those of each; `quota` is then the one that can grant least at once.
    """

    __slots__ = ("default_tail", "is_own", "quota", "size", "tail")

    def __init__(self, quota: Quota, numbers: Sequence[int], *, keys: int = 1, is_own: bool = True) -> None:
        self.quota = quota
        self.is_own = is_own
        self.size = b"*%d\r\n" % (6 + keys + len(numbers))  # of a command that runs the script
        self.tail = packed(*numbers)
        self.default_tail = packed("", 1, 1) + self.tail


class Asked(NamedTuple):
    """A cost in a quota."""

    cost: int
    spend: int | str  # 0: only look; or "refund", or "charge"
    quota: ScriptQuota
