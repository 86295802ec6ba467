"""Several limits that decide together."""

from collections.abc import Sequence
from copy import copy
from typing import cast

from ratelimit.cost import ONE, checked_charge, checked_cost
from ratelimit.decision import Decision, JointDecision, Level, joint_level
from ratelimit.protocols import Paced, Refundable


class Composite:
    """The meters of one key: a request is granted if each of them would grant it, and then each spends it.

    A take asks them in turn, and gives back what the first ones have spent if a later one refuses. Nobody sees that:
    a refund at once leaves no trace.
    """

    __slots__ = ("_binding", "_capacity", "_clock", "_meters", "_paced")

    def __init__(self, meters: Sequence[Refundable]) -> None:
        self._meters = tuple(meters)
        self._capacity = min(meter.level(0).remaining for meter in meters)  # each is fresh
        self._clock = 0  # the highest time that was taken at
        self._paced = [number for number, meter in enumerate(meters) if hasattr(meter, "delay")]
        self._binding = 0  # of those that refused the last refused take, the meter with the longest wait

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units of each at `now`: 0, or the longest wait. A time before the last counts as the last."""
        if cost is not ONE and (type(cost) is not int or cost < 1 or cost > self._capacity):
            cost = checked_cost(cost, self._capacity)
        if now < self._clock:  # noqa: PLR1730 max(): +70 ns
            now = self._clock
        meters = self._meters
        spent = 0  # how many have; no signal handler runs between a meter's last step and this count
        try:
            for meter in meters:
                if meter.take(now, cost):
                    break
                spent += 1
            else:
                self._clock = now
                return 0
            while spent:
                meters[spent - 1].refund(now, cost)
                spent -= 1
        except BaseException:
            while spent:
                meters[spent - 1].refund(now, cost)
                spent -= 1
            raise
        waits = [0 if meter.level(now).remaining >= cost else meter.take(now, cost) for meter in meters]
        wait = max(waits)
        self._clock, self._binding = now, waits.index(wait)
        return wait

    def level(self, now: int) -> Level:
        """Look at what is left at `now`: the least of what each has, and the longest time until each is fresh."""
        return joint_level(self._levels(now))

    def refund(self, now: int, cost: int = 1) -> int:
        """Give back `cost` units to each, as far as they still count there. Returns how many each got at least."""
        cost = checked_cost(cost, self._capacity)
        now = max(now, self._clock)
        meters = tuple(map(copy, self._meters))  # so that all are changed at once, whatever interrupts this
        units = min([meter.refund(now, cost) for meter in meters])
        self._meters = meters
        return units

    def charge(self, now: int, cost: int = 1) -> None:
        """Spend `cost` units of each, also those that are not there."""
        cost = checked_charge(cost)
        now = max(now, self._clock)
        meters = tuple(map(copy, self._meters))  # as above
        for meter in meters:
            meter.charge(now, cost)
        self._clock, self._meters = now, meters

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        delay = self._delay(now)
        wait = self.take(now, cost)
        return self._decision(self._clock, wait, delay)

    def peek(self, now: int) -> Decision:
        """Say what a take of one unit would be told, and spend nothing."""
        now = max(now, self._clock)
        wait = 0 if self.level(now).remaining else self.take(now)  # certain to be refused, and a refusal is free
        return self._decision(now, wait, self._delay(now))

    def _decision(self, now: int, wait: int, delay: int) -> Decision:
        return JointDecision.of(wait, self._levels(now), delay, self._binding)

    def _levels(self, now: int) -> tuple[Level, ...]:
        now = max(now, self._clock)
        return tuple([meter.level(now) for meter in self._meters])

    def _delay(self, now: int) -> int:
        now = max(now, self._clock)
        return max([cast("Paced", self._meters[number]).delay(now) for number in self._paced], default=0)
