"""What a line of an access log tells."""

from typing import NamedTuple

from ratelimit.gateway.request import Request


class LoggedDecision(NamedTuple):
    """What the gateway's own log tells: which policy of which domain decided, for whom, and what it cost."""

    domain: str | None
    policy: str | None
    key: str
    cost: int


class Logged(NamedTuple):
    """A request, and when it came.

    now: in nanoseconds since 1970.
    decision: if the line is of the gateway's own log. Then the request has only what it was counted by.
    line: its number in the log; 0 if it is of none.
    """

    now: int
    request: Request
    decision: LoggedDecision | None = None
    line: int = 0
