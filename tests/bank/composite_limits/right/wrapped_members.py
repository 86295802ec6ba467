"""Wraps each meter in a record that knows its place and its capacity."""

from dataclasses import dataclass, field

from ratelimit import Level, Meter


@dataclass(eq=False)
class Member:
    place: int
    meter: Meter
    capacity: int = field(init=False)

    def __post_init__(self) -> None:
        self.capacity = self.meter.level(0).remaining

    def refuses(self, now: int, cost: int) -> bool:
        return self.meter.level(now).remaining < cost

    def tightness(self, now: int) -> tuple[int, int, int]:
        level = self.meter.level(now)
        return level.remaining, -level.reset_after, self.place


class Composite:
    def __init__(self, meters) -> None:
        if len(meters) == 0 or len(meters) > len(dict.fromkeys(map(id, meters))):
            raise ValueError("meters: at least one, none twice")
        self.members = [Member(place, meter) for place, meter in enumerate(meters)]
        self.latest = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        for member in self.members:
            if not 1 <= cost <= member.capacity:
                raise ValueError(f"meter {member.place} can never grant {cost}")
        self.latest = now = max(now, self.latest)
        refusing = [member for member in self.members if member.refuses(now, cost)]
        if not refusing:
            for member in self.members:
                member.meter.take(now, cost)
            self.binding = min(member.tightness(now) for member in self.members)[2]
            return 0
        waits = [(member.meter.take(now, cost), -member.place) for member in refusing]
        longest, place = max(waits)
        self.binding = -place
        return longest

    def level(self, now: int) -> Level:
        now = max(now, self.latest)
        remaining, reset_after = zip(*(member.meter.level(now) for member in self.members), strict=True)
        return Level(min(remaining), max(reset_after))
