"""No attributes but the three that are asked for: the rest lives in closures."""

from operator import attrgetter


class Composite:
    def __init__(self, meters):
        members = tuple(meters)
        if not members or len(set(map(id, members))) < len(members):
            raise ValueError("one meter or more, each an object of its own")
        capacity = min(member.level(0)[0] for member in members)
        clock = 0
        left, fresh = attrgetter("remaining"), attrgetter("reset_after")
        self.binding = None

        def look(now):
            return [member.level(max(now, clock)) for member in members]

        def level(now):
            levels = look(now)
            return min(map(left, levels)), max(map(fresh, levels))

        def take(now, cost=1):
            nonlocal clock
            if not 0 < cost <= capacity:
                raise ValueError(f"cost must be 1 to {capacity}")
            clock = max(clock, now)
            waits = [
                0 if left(level) >= cost else member.take(clock, cost)
                for member, level in zip(members, look(clock), strict=True)
            ]
            longest = max(waits)
            if longest:
                self.binding = waits.index(longest)
                return longest
            for member in members:
                member.take(clock, cost)
            keys = [(left(level), -fresh(level)) for level in look(clock)]
            self.binding = keys.index(min(keys))
            return 0

        self.take, self.level = take, level
