"""What is known of a host, or of whatever else requests are told apart by."""

from collections.abc import Hashable, Mapping
from typing import Final

from ratelimit.decision import SECOND
from ratelimit.protocols import Meter
from ratelimit.web.client.said import ToldLimit
from ratelimit.web.client.wait_too_long import WaitTooLong

LONGEST_BELIEVED: Final = 3600 * SECOND
"""A server that asks for more is asked again after an hour: it may be wrong, and no client is locked out for ever."""


class Allowance:
    """What a server has told of one limit: so many requests at once, then one at a time, and one at each interval."""

    __slots__ = ("at", "free", "interval", "told_at")

    def __init__(self, free: int, at: int, interval: int) -> None:
        self.free = free
        self.at = at
        self.interval = interval
        self.told_at = at

    def next(self, now: int) -> int:
        """Return when the next request can be made."""
        return now if self.free or self.at < now else self.at

    def take(self, at: int) -> None:
        """Make a request at a time that `next` has told, or later."""
        if self.free:
            self.free -= 1
        else:
            self.at = at + self.interval


class Destination:
    """Keeps the times at which requests may be sent. Each gets one of its own, in the order in which they ask.

    meter: the client's own limit, if there is one. It is asked at the times at which requests may leave, not at those
        at which they come. So what leaves is what the meter grants, whatever its algorithm is.
    """

    __slots__ = ("_key", "_last", "_longest", "_meter", "_noted_at", "_outstanding", "_told", "cool_until")

    def __init__(self, key: Hashable, meter: Meter | None, longest: int) -> None:
        self._key = key
        self._meter = meter
        self._longest = longest
        self._last = 0  # the last time that the meter was asked at
        self._outstanding = 0  # requests that have a time, or were sent, and have no answer yet
        self._told: dict[str, Allowance] = {}
        self._noted_at = 0
        self.cool_until = 0

    def reserve(self, now: int, late: int) -> int:
        """Return the time at which a request may be sent, and `late` more if the server lets all of them wait.

        Raises `WaitTooLong`, and reserves nothing, if a server has asked for more than one may wait.
        """
        at = max(now, self.cool_until)
        asked = max([at, *(told.told_at for told in self._told.values() if not told.free)])
        if asked - now > self._longest:
            raise WaitTooLong(self._key, asked - now, self._longest)
        if at > now:
            at += late
        for told in self._told.values():
            at = max(at, told.next(at))
        for told in self._told.values():
            told.take(at)
        self._outstanding += 1
        return self._own(at)

    def _own(self, at: int) -> int:
        if self._meter is None:
            return at
        at = max(at, self._last)
        while wait := self._meter.take(at):
            at += wait
        self._last = at
        return at

    def leave(self) -> None:
        """Forget a request that was answered, or is given up; its time stays taken."""
        self._outstanding -= 1

    def cool(self, now: int, wait: int) -> None:
        """Let nobody send a request for so many nanoseconds."""
        self.cool_until = max(self.cool_until, now + min(wait, LONGEST_BELIEVED))

    def note(self, sent_at: int, now: int, limits: Mapping[str, ToldLimit]) -> None:
        """Note what the answer says to a request that was sent at a time.

        Those that have no answer yet may be counted in it, or not: they are taken off what is left. Of answers to
        requests that were under way at the same time, nobody knows which the server gave first, so the least counts.
        """
        for name, (left, after, interval) in limits.items():
            new = Allowance(max(0, left - self._outstanding), now + min(after, LONGEST_BELIEVED), interval)
            old = self._told.get(name)
            if old is not None and sent_at < self._noted_at and old.told_at > now:
                new.free = min(new.free, old.free)
                new.at = max(new.at, old.at)
                new.told_at = max(new.told_at, old.told_at)
            elif old is not None and not new.free and old.at > old.told_at:
                new.at = max(new.at, old.at)  # others wait already, for times of their own
            self._told[name] = new
        if limits:
            self._noted_at = now

    def is_fresh(self, now: int) -> bool:
        """Say whether a new one would do the same."""
        if self._outstanding or max(self.cool_until, self._last) > now:
            return False
        if any(told.at > now for told in self._told.values()):
            return False
        return self._meter is None or not self._meter.level(now).reset_after
