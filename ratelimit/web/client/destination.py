"""What is known of a host, or of whatever else requests are told apart by."""

from collections.abc import Collection, Hashable, Mapping
from copy import deepcopy
from typing import Final

from ratelimit.decision import SECOND
from ratelimit.protocols import Meter
from ratelimit.web.client.said import ToldLimit
from ratelimit.web.client.wait_too_long import WaitTooLong

LONGEST_BELIEVED: Final = 3600 * SECOND
"""A server that asks for more is asked again after an hour: it may be wrong, and no client is locked out for ever."""

MOST_NAMES: Final = 32
"""Of a server that tells of more limits, those count that take longest."""

STALLED: Final = SECOND // 10
"""If one is sent later than this, many are late: all in line get new times, which takes longer the more they are."""


class Allowance:
    """What a server has told of one limit: so many units at once, then one at a time, and one at each interval."""

    __slots__ = ("at", "interval", "left", "most", "next", "told_at", "until")

    def __init__(self, told: ToldLimit, now: int) -> None:
        self.left = told.left
        self.most = told.left  # the same, if those that were under way when it was told were counted in it
        self.told_at = now + min(told.after, LONGEST_BELIEVED)
        self.next = self.told_at  # when there is the next unit after these
        self.at = self.told_at  # the same, after those in line
        self.interval = min(-(-told.window // told.quota), LONGEST_BELIEVED) if told.quota else 0
        self.until = self.told_at + min(told.window, LONGEST_BELIEVED)  # after that all is back


class Place:
    """A place in line: the time at which a request may be sent, as far as is known, by the clock of the line.

    Once it is sent, it is the time at which it was. cost: in units.
    """

    __slots__ = ("at", "cost", "late")

    def __init__(self, late: int, cost: int) -> None:
        self.at = 0
        self.cost = cost
        self.late = late


class Destination:
    """Keeps the times at which requests may be sent. Each gets one of its own, in the order in which they ask.

    Only what was sent counts for good. If a server wants the first in line to wait, all in line get new times.

    meter: the client's own limit, if there is one. It is asked at the times at which requests may leave, not at those
        at which they come. So what leaves is what the meter grants, whatever its algorithm is. Who wakes late counts
        late. If one in line has to wait for that, so do all behind it: the clock of the line is set back, which costs
        the same however many they are.
    """

    __slots__ = (
        "_ahead",
        "_behind",
        "_earliest",
        "_key",
        "_last",
        "_line",
        "_longest",
        "_meter",
        "_noted_at",
        "_sent",
        "_spent",
        "_told",
        "cool_until",
    )

    def __init__(self, key: Hashable, meter: Meter | None, longest: int) -> None:
        self._key = key
        self._spent = meter  # what was sent
        self._meter = deepcopy(meter)  # and what is in line, by the clock of the line
        self._behind = 0  # by how much that clock is behind
        self._longest = longest
        self._last = 0  # the last time that was given, by that clock
        self._line: dict[Place, None] = {}
        self._ahead = 0  # units of those in line
        self._earliest = 0  # nobody in line has an earlier time
        self._sent = 0  # units of requests that have no answer yet
        self._told: dict[str, Allowance] = {}
        self._noted_at = 0
        self.cool_until = 0

    def reserve(self, now: int, late: int, cost: int = 1) -> Place:
        """Return a place, `late` nanoseconds later than needed if the server lets all of them wait.

        Raises `WaitTooLong`, and reserves nothing, if a server has asked for more than one may wait.
        """
        if self._behind and not self._line:
            self._plan_all(now)
        ahead = self._ahead
        spent = [(told, told.at + self._more(told, ahead, cost)) for told in self._spent_by(now, ahead, cost)]
        self._check(now, spent, cost)
        place = Place(late, cost)
        self._plan(place, now, ahead)
        self._line[place] = None
        self._ahead += cost
        self._earliest = min(self._earliest, place.at + self._behind)
        return place

    def due(self, place: Place, now: int) -> int:
        """Return how long to wait until a request may be sent. Raises `WaitTooLong` as `reserve` does."""
        if place not in self._line:
            return 0
        self._hold(now)
        wait = place.at + self._behind - now
        if wait <= 0:
            return self._wait_for_others(now, place.cost)
        self._check(now, self._held(now, place.cost), place.cost)
        return wait

    def _wait_for_others(self, now: int, cost: int) -> int:
        """Return how long a due request has to wait because others were sent late, and delay those in line as well."""
        if self._spent is None or self._spent.level(now).remaining >= cost:
            return 0
        wait = self._spent.take(now, cost)  # nothing is spent, as too little is left
        self._behind += wait
        return wait

    def leave(self, place: Place, now: int) -> None:
        """Count a request that is due as sent."""
        if place not in self._line:
            return
        for told, at in self._held(now, place.cost):
            told.next = max(at, place.at + self._behind) + told.interval
            told.at = max(told.at, told.next)
        for told in self._told.values():
            told.most -= place.cost
        late = now - place.at - self._behind
        self._take_out(place)
        place.at = now
        self._sent += place.cost
        if self._spent is not None:
            self._spent.take(now, place.cost)
            if late > STALLED:
                self._plan_all(now)
        self._hold(now)

    def _check(self, now: int, spent: list[tuple[Allowance, int]], cost: int) -> None:
        # Waiting in line is not what the server asks for, unless a single step of it is too long.
        steps = [told.told_at if cost * told.interval <= self._longest else min(at, told.until) for told, at in spent]
        asked = max([now, self.cool_until, *steps])
        if asked - now > self._longest:
            raise WaitTooLong(self._key, asked - now, self._longest)

    def _plan(self, place: Place, now: int, ahead: int) -> None:
        at = max(now, place.at)  # never sooner than it was told, as it may sleep until then
        if self.cool_until > now:
            at = max(at, self.cool_until + place.late)
        spent = [
            (told, told.at + self._more(told, ahead, place.cost)) for told in self._spent_by(now, ahead, place.cost)
        ]
        at = max([at, *(each for _, each in spent)])
        if self._meter is not None:
            self._last = _take(self._meter, max(at - self._behind, self._last), place.cost)
            at = self._last + self._behind
        for told, _ in spent:
            told.at = at + told.interval
        place.at = at - self._behind

    def _held(self, now: int, cost: int) -> list[tuple[Allowance, int]]:
        """Return the limits that have too little left for one more, and when it can leave, by what was really sent."""
        return [(told, told.next + self._more(told, 0, cost)) for told in self._spent_by(now, 0, cost)]

    def _hold(self, now: int) -> None:
        """Give new times to all in line if a server wants one of them to wait for longer."""
        first = next(iter(self._line), None)
        until = max([self.cool_until, *(at for _, at in self._held(now, first.cost if first else 1))])
        if until <= max(now, self._earliest):
            return
        if any(place.at + self._behind < until for place in self._line):
            self._plan_all(now)
        self._earliest = until

    def _plan_all(self, now: int) -> None:
        self._meter, self._last = deepcopy(self._spent), 0
        for told in self._told.values():
            told.at = told.next
        behind, self._behind = self._behind, 0
        ahead = 0
        for place in self._line:
            place.at += behind
            self._plan(place, now, ahead)
            ahead += place.cost

    def _spent_by(self, now: int, ahead: int, cost: int) -> list[Allowance]:
        return [told for told in self._told.values() if self._is_spent(told, now, ahead + cost)]

    def _more(self, told: Allowance, ahead: int, cost: int) -> int:
        """Return how much later than the next unit there are enough for a request: what is left counts for it."""
        return (cost - 1 - max(0, min(told.left - self._sent - ahead, cost - 1))) * told.interval

    def _is_spent(self, told: Allowance, now: int, units: int) -> bool:
        """Say whether a limit has not so many units left, those of requests without an answer yet taken off.

        Which of those are counted already is not known. So of a limit that would block for too long, all is used: only
        those are taken off that have left since it was told.
        """
        if told.until <= now:
            return False
        if told.told_at - now <= self._longest:
            return told.left < self._sent + units
        return told.most < units

    def give_up(self, place: Place) -> None:
        """Forget a request. If it was in line, its time stays taken; if it was sent, it may have been counted."""
        if place in self._line:
            self._take_out(place)
        else:
            self._answered(place.cost, ())

    def _take_out(self, place: Place) -> None:
        del self._line[place]
        self._ahead -= place.cost

    def forget_all(self) -> None:
        """Forget all requests that are in line or have no answer yet."""
        self._line.clear()
        self._ahead = self._sent = 0
        for told in self._told.values():
            told.most = told.left

    def _answered(self, cost: int, named: Collection[str]) -> None:
        """Count one request less without an answer, and its units less of all limits that the answer has not named."""
        self._sent = max(0, self._sent - cost)
        for name, told in self._told.items():
            if name not in named and told.left:
                told.left = max(0, told.left - cost)
                told.most = min(told.most, told.left)

    def cool(self, now: int, wait: int) -> None:
        """Let nobody send a request for so many nanoseconds."""
        self.cool_until = max(self.cool_until, now + min(wait, LONGEST_BELIEVED))
        self._hold(now)

    def note(self, place: Place, now: int, limits: Mapping[str, ToldLimit]) -> None:
        """Note what the answer says to a request.

        Of answers to requests that were under way at the same time, nobody knows which the server gave first, so the
        least counts.
        """
        self._answered(place.cost, limits)
        for name, told in limits.items():
            new = Allowance(told, now)
            old = self._told.get(name)
            if old is not None and place.at < self._noted_at and old.told_at > now:
                new.left = min(new.left, old.left)
                new.next = max(new.next, old.next)
                new.at = max(new.at, old.at)
                new.told_at = max(new.told_at, old.told_at)
                new.until = max(new.until, old.until)
            elif old is not None:
                if new.left <= self._sent and old.next > old.told_at:
                    new.next = max(new.next, old.next)  # others are under way already, at times of their own
                if new.left <= self._sent + self._ahead and old.at > old.told_at:
                    new.at = max(new.at, old.at)  # others wait already
            if old is not None:  # those that left since the last answer are counted in this one, or they are not
                new.most = max(new.left - self._sent, min(new.left, old.most))
            self._told[name] = new
        if limits:
            self._noted_at = now
        if len(self._told) > MOST_NAMES:
            last = sorted(self._told.items(), key=lambda item: item[1].until)[-MOST_NAMES:]
            self._told = dict(last)
        self._hold(now)

    def is_fresh(self, now: int) -> bool:
        """Say whether a new one would do the same."""
        if self._sent or self._line or max(self.cool_until, self._last + self._behind) > now:
            return False
        if any(max(told.at, told.next, told.until) > now for told in self._told.values()):
            return False
        meters = ((self._spent, now), (self._meter, now - self._behind))
        return not any(meter is not None and meter.level(at).reset_after for meter, at in meters)


def _take(meter: Meter, at: int, cost: int) -> int:
    """Take units at the first time at which the meter grants them, and return that."""
    while wait := meter.take(at, cost):
        at += wait
    return at
