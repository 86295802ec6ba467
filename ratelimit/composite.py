"""Several limits that decide together."""

from collections.abc import Sequence
from copy import copy
from typing import Any, cast

from ratelimit.cost import ONE, checked_charge, checked_cost
from ratelimit.decision import Decision, JointDecision, Level, joint_level, new
from ratelimit.protocols import Meter, Paced, is_quick, refundable


class Composite:
    """The meters of one key: a request is granted if each of them would grant it, and then each spends it.

    A take asks them in turn, and gives back what the first ones have spent if a later one refuses. Nobody sees that:
    a refund at once leaves no trace. The one that made the last refusal is asked first, as it often makes the next one
    too: then nothing was spent.
    """

    __slots__ = (
        "_binding",
        "_refused_cost",
        "_refused_until",
        "asked",
        "capacity",
        "clock",
        "meters",
        "paced",
        "quick",
    )

    def __init__(self, meters: Sequence[Meter]) -> None:
        if not meters:
            raise ValueError("meters must be at least one, got none")
        self.meters: tuple[Any, ...] = tuple(meters)
        self.asked = self.meters  # in the order in which a take asks them
        self.capacity = min(meter.level(0).remaining for meter in meters)  # each is fresh
        self.clock = 0  # the highest time that was taken at
        self.paced = tuple([number for number, meter in enumerate(meters) if hasattr(meter, "delay")])
        self.quick = all(map(is_quick, map(type, meters)))
        self._binding = 0  # of those that refused the last refused take, the meter with the longest wait
        self._refused_cost = 0  # what that take asked for
        self._refused_until = 0  # and the time before which that is refused, if nothing else is asked for; or 0

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units of each at `now`: 0, or the longest wait. A time before the last counts as the last."""
        if cost is not ONE and (type(cost) is not int or cost < 1 or cost > self.capacity):
            cost = checked_cost(cost, self.capacity)
        if now < self.clock:  # noqa: PLR1730 max(): +70 ns
            now = self.clock
        if now < self._refused_until:
            if cost == self._refused_cost:
                self.clock = now
                return self._refused_until - now
            self._refused_until = 0  # as this may be granted, and change how long the other has to wait
        asked = self.asked
        spent = 0  # how many have; no signal handler runs between a meter's last step and this count
        try:
            for meter in asked:
                wait = meter.take(now, cost)
                if wait:
                    break
                spent += 1
            else:
                self.clock = now
                return 0
            while spent:
                asked[spent - 1].refund(now, cost)
                spent -= 1
        except BaseException:
            while spent:
                asked[spent - 1].refund(now, cost)
                spent -= 1
            raise
        return self._refuse(now, cost, meter, wait)

    def level(self, now: int) -> Level:
        """Look at what is left at `now`: the least of what each has, and the longest time until each is fresh."""
        return new(Level, joint_level(self._levels(now)))

    def refund(self, now: int, cost: int = 1) -> int:
        """Give back `cost` units to each, as far as they still count there. Returns how many each got at least."""
        cost = checked_charge(cost)
        now = max(now, self.clock)
        meters = tuple(map(copy, map(refundable, self.meters)))  # so that all are changed at once, or none
        units = min([meter.refund(now, cost) for meter in meters])
        self._refused_until = 0
        self.meters = self.asked = meters
        return units

    def charge(self, now: int, cost: int = 1) -> None:
        """Spend `cost` units of each, also those that are not there."""
        cost = checked_charge(cost)
        now = max(now, self.clock)
        meters = tuple(map(copy, map(refundable, self.meters)))  # as above
        for meter in meters:
            meter.charge(now, cost)
        self._refused_until = 0
        self.clock, self.meters, self.asked = now, meters, meters

    def decide(self, now: int, cost: int = 1) -> Decision:  # noqa: C901, PLR0912  a call of each part: +50 ns of 900
        """Take, and answer in full."""
        if not self.quick:
            delay = self._delay(now)
            wait = self.take(now, cost)
            return JointDecision.of(wait, self._levels(self.clock), delay, self._binding)
        if cost is not ONE and (type(cost) is not int or cost < 1 or cost > self.capacity):
            cost = checked_cost(cost, self.capacity)
        if now < self.clock:  # noqa: PLR1730 max(): +70 ns
            now = self.clock
        if now < self._refused_until:
            if cost == self._refused_cost:
                self.clock = now
                return self._told(self._refused_until - now, now)
            self._refused_until = 0  # as in `take`
        asked = self.asked
        remaining, reset_after, delay = self.capacity, 0, 0
        held = []
        spent = 0  # as in `take`
        try:
            for meter in asked:
                wait = meter.take(now, cost)
                if wait:
                    break
                spent += 1
                left = its_remaining, its_reset_after, its_delay = meter.left_after(now, cost)
                held.append(left)
                if its_remaining < remaining:  # noqa: PLR1730 min() and max(): a microsecond for three
                    remaining = its_remaining
                if its_reset_after > reset_after:  # noqa: PLR1730
                    reset_after = its_reset_after
                if its_delay > delay:  # noqa: PLR1730
                    delay = its_delay
            else:
                if asked is not self.meters:
                    held.insert(self._binding, held.pop(0))  # who refused last was asked first
                self.clock = now
                joint = new(JointDecision, (True, remaining, 0, reset_after, delay))
                joint.held = held
                return joint
            while spent:
                asked[spent - 1].refund(now, cost)
                spent -= 1
        except BaseException:
            while spent:
                asked[spent - 1].refund(now, cost)
                spent -= 1
            raise
        wait = self._refuse(now, cost, meter, wait)
        return self._told(wait, now)

    def peek(self, now: int) -> Decision:
        """Say what a take of one unit would be told, and spend nothing."""
        now = max(now, self.clock)
        wait = 0 if self.level(now).remaining else self.take(now)  # certain to be refused, and a refusal is free
        return self._told(wait, now)

    def _refuse(self, now: int, cost: int, refused: Meter, wait: int) -> int:
        """Return the longest wait of all that refuse, of which one has been asked, and ask that one first next time."""
        meters = self.meters
        longest = binding = 0
        for number, meter in enumerate(meters):
            if meter is refused:
                its_wait = wait
            elif meter.level(now).remaining < cost:
                its_wait = meter.take(now, cost)
            else:
                continue
            if its_wait > longest:
                longest, binding = its_wait, number
        if self.asked[0] is not meters[binding]:
            self.asked = (meters[binding], *meters[:binding], *meters[binding + 1 :])
        self.clock, self._binding = now, binding
        self._refused_cost = cost
        self._refused_until = now + longest
        return longest

    def _levels(self, now: int) -> tuple[Level, ...]:
        if now < self.clock:  # noqa: PLR1730 max(): +70 ns
            now = self.clock
        return tuple([meter.level(now) for meter in self.meters])

    def _delay(self, now: int) -> int:
        now = max(now, self.clock)
        return max([cast("Paced", self.meters[number]).delay(now) for number in self.paced], default=0)

    def _told(self, wait: int, now: int) -> JointDecision:
        """Answer in full, with the longest wait, when nothing has been spent at `now`, the clock or later."""
        if not self.quick:
            return JointDecision.of(wait, self._levels(now), self._delay(now), self._binding)
        meters = self.meters
        remaining, reset_after, delay = self.capacity, 0, 0
        held = []
        for meter in meters:
            left = its_remaining, its_reset_after, its_delay = meter.left(now)
            held.append(left)
            if its_remaining < remaining:  # noqa: PLR1730 min() and max(): a microsecond for three
                remaining = its_remaining
            if its_reset_after > reset_after:  # noqa: PLR1730
                reset_after = its_reset_after
            if its_delay > delay:  # noqa: PLR1730
                delay = its_delay
        joint = new(JointDecision, (not wait, remaining, wait, reset_after, delay))
        joint.held, joint.refusing = held, self._binding
        return joint


class Across(Composite):
    """The same for several keys: each meter is that of another key's composite, by its number."""

    __slots__ = ("_owners",)

    def __init__(self, owners: Sequence[Composite]) -> None:
        self._owners = owners
        self.capacity = owners[0].capacity
        self.clock = max([owner.clock for owner in owners])
        self.meters = self.asked = tuple([owner.meters[number] for number, owner in enumerate(owners)])
        self.paced, self.quick = owners[0].paced, owners[0].quick
        self._binding = self._refused_cost = self._refused_until = 0
        for owner in owners:
            owner._refused_until = 0  # noqa: SLF001  of its own kind; this may spend what it has counted on

    def refund(self, now: int, cost: int = 1) -> int:
        """Do as `Composite.refund` does."""
        units = super().refund(now, cost)
        self._hand_over(self.meters)
        return units

    def charge(self, now: int, cost: int = 1) -> None:
        """Do as `Composite.charge` does."""
        super().charge(now, cost)
        self._hand_over(self.meters)

    def reset(self, fresh: Composite) -> None:
        """Make each fresh."""
        self._hand_over(fresh.meters)

    def _hand_over(self, meters: Sequence[Meter]) -> None:
        """Give each owner its meter; all of them, or none if a signal handler raises."""
        before = [owner.meters for owner in self._owners]
        try:
            for number, owner in enumerate(self._owners):
                replaced = (*owner.meters[:number], meters[number], *owner.meters[number + 1 :])
                owner.meters = owner.asked = replaced
        except BaseException:
            for owner, kept in zip(self._owners, before, strict=True):
                owner.meters = owner.asked = kept
            raise


def _take_after_looking(self: Composite, now: int, cost: int = 1) -> int:
    """Take of each only if all have the cost, as what one of them has spent could not be given back."""
    cost = checked_cost(cost, self.capacity)
    now = max(now, self.clock)
    for meter in self.meters:
        if meter.level(now).remaining < cost:
            return self._refuse(now, cost, meter, meter.take(now, cost))
    for meter in self.meters:
        meter.take(now, cost)
    self.clock = now
    return 0


class LookingComposite(Composite):
    """The same for meters of which some can't give anything back. An interrupted take may have spent from some."""

    __slots__ = ()

    def __init__(self, meters: Sequence[Meter]) -> None:
        super().__init__(meters)
        self.quick = False

    take, decide, peek = _take_after_looking, Composite.decide, Composite.peek


class LookingAcross(Across):
    """The same for several keys."""

    __slots__ = ()

    take, decide, peek = _take_after_looking, Across.decide, Across.peek


def across(owners: Sequence[Composite]) -> Across:
    """Return one meter for several keys, whose composites are given."""
    return (LookingAcross if isinstance(owners[0], LookingComposite) else Across)(owners)
