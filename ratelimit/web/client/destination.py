"""What is known of a host, or of whatever else requests are told apart by."""

from collections.abc import Collection, Hashable, Mapping
from typing import Final

from ratelimit.decision import SECOND
from ratelimit.protocols import Meter
from ratelimit.web.client.said import ToldLimit
from ratelimit.web.client.wait_too_long import WaitTooLong

LONGEST_BELIEVED: Final = 3600 * SECOND
"""A server that asks for more is asked again after an hour: it may be wrong, and no client is locked out for ever."""

MOST_NAMES: Final = 32
"""Of a server that tells of more limits, those count that take longest."""


class Allowance:
    """What a server has told of one limit: so many requests at once, then one at a time, and one at each interval."""

    __slots__ = ("at", "interval", "left", "told_at", "until")

    def __init__(self, told: ToldLimit, now: int) -> None:
        self.left = told.left
        self.told_at = now + min(told.after, LONGEST_BELIEVED)
        self.at = self.told_at  # when the next request can be made after these
        self.interval = -(-told.window // told.quota) if told.quota else 0
        self.until = self.told_at + min(told.window, LONGEST_BELIEVED)  # after that all is back


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
        spent = [told for told in self._told.values() if self._is_spent(told, now)]
        # Waiting in line is not what the server asks for, unless a single step of it is too long.
        asked = max([at, *(told.told_at if told.interval <= self._longest else told.at for told in spent)])
        if asked - now > self._longest:
            raise WaitTooLong(self._key, asked - now, self._longest)
        if at > now:
            at += late
        at = max([at, *(told.at for told in spent)])
        for told in spent:
            told.at = at + told.interval
        self._outstanding += 1
        return self._own(at)

    def _is_spent(self, told: Allowance, now: int) -> bool:
        """Say whether a limit has nothing left for one request more, those without an answer yet taken off.

        Which of those are counted already is not known. So of a limit that would block for too long, all is used.
        """
        if told.left > self._outstanding or told.until <= now:
            return False
        return not told.left or told.told_at - now <= self._longest

    def _own(self, at: int) -> int:
        if self._meter is None:
            return at
        at = max(at, self._last)
        while wait := self._meter.take(at):
            at += wait
        self._last = at
        return at

    def give_up(self) -> None:
        """Forget a request that gets no answer. Its time stays taken, and it may have been counted."""
        self._answered(())

    def _answered(self, named: Collection[str]) -> None:
        """Count one request less without an answer, and one unit less of all limits that the answer has not named."""
        self._outstanding -= 1
        for name, told in self._told.items():
            if name not in named and told.left:
                told.left -= 1

    def cool(self, now: int, wait: int) -> None:
        """Let nobody send a request for so many nanoseconds."""
        self.cool_until = max(self.cool_until, now + min(wait, LONGEST_BELIEVED))

    def note(self, sent_at: int, now: int, limits: Mapping[str, ToldLimit]) -> None:
        """Note what the answer says to a request that was sent at a time.

        Of answers to requests that were under way at the same time, nobody knows which the server gave first, so the
        least counts.
        """
        self._answered(limits)
        for name, told in limits.items():
            new = Allowance(told, now)
            old = self._told.get(name)
            if old is not None and sent_at < self._noted_at and old.told_at > now:
                new.left = min(new.left, old.left)
                new.at = max(new.at, old.at)
                new.told_at = max(new.told_at, old.told_at)
                new.until = max(new.until, old.until)
            elif old is not None and new.left <= self._outstanding and old.at > old.told_at:
                new.at = max(new.at, old.at)  # others wait already, for times of their own
            self._told[name] = new
        if limits:
            self._noted_at = now
        if len(self._told) > MOST_NAMES:
            last = sorted(self._told.items(), key=lambda item: item[1].until)[-MOST_NAMES:]
            self._told = dict(last)

    def is_fresh(self, now: int) -> bool:
        """Say whether a new one would do the same."""
        if self._outstanding or max(self.cool_until, self._last) > now:
            return False
        if any(max(told.at, told.until) > now for told in self._told.values()):
            return False
        return self._meter is None or not self._meter.level(now).reset_after
