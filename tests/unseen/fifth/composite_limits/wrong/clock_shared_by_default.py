"""Wrong: the state is a default argument, so all composites share one clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ratelimit import Level, Meter


@dataclass(slots=True)
class _Slot:
    meter: Meter
    capacity: int = 0
    seen: Level | None = None  # what the meter holds at the composite's clock, if that is known

    def look(self, now: int) -> Level:
        if self.seen is None:
            self.seen = self.meter.level(now)
        return self.seen


@dataclass(eq=False)
class _State:
    slots: list[_Slot] = field(default_factory=list)
    clock: list[int | None] = field(default_factory=lambda: [None])


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter], clock: list[int | None] = [None]) -> None:  # noqa: B006
        state = self._state = _State(clock=clock)
        for meter in meters:
            if any(slot.meter is meter for slot in state.slots):
                raise ValueError("one meter twice")
            state.slots.append(_Slot(meter, meter.level(0).remaining))
        if not state.slots:
            raise ValueError("no meters")
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        state = self._state
        if cost < 1:
            raise ValueError("a cost is at least 1")
        for slot in state.slots:
            if cost > slot.capacity:
                raise ValueError("never")
        if state.clock[0] is None or now > state.clock[0]:
            state.clock[0] = now
            for slot in state.slots:
                slot.seen = None
        now = state.clock[0]
        wait = 0
        for i, slot in enumerate(state.slots):
            if slot.look(now).remaining < cost:
                this = slot.meter.take(now, cost)  # a refusal: what was seen is still so
                if this > wait:
                    wait = this
                    self.binding = i
        if wait == 0:
            for slot in state.slots:
                slot.meter.take(now, cost)
                slot.seen = None
            order = sorted(enumerate(state.slots), key=lambda pair: pair[1].look(now).reset_after, reverse=True)
            order.sort(key=lambda pair: pair[1].look(now).remaining)
            self.binding = order[0][0]
        return wait

    def level(self, now: int) -> Level:
        clock = self._state.clock[0]
        if clock is not None and now <= clock:
            levels = [slot.look(clock) for slot in self._state.slots]
        else:
            levels = [slot.meter.level(now) for slot in self._state.slots]
        return Level(min(a for a, _ in levels), max(b for _, b in levels))
