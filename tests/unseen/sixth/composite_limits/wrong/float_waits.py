"""Wrong: compares waits and levels as floats, the numbers of JavaScript: beyond 2^53 a greater wait looks equal."""

import math

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if len(meters) == 0 or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self.meters = list(meters)
        self.capacity = min(m.level(0).remaining for m in self.meters)
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self.capacity:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        refusing = [i for i, m in enumerate(self.meters) if m.level(self.clock).remaining < cost]
        longest = -math.inf
        for i in refusing:
            wait = float(self.meters[i].take(self.clock, cost))
            if wait > longest:
                longest = wait
                self.binding = i
        if refusing:
            return int(longest)
        smallest, latest = math.inf, 0
        for i, m in enumerate(self.meters):
            m.take(self.clock, cost)
            level = m.level(self.clock)
            if level.remaining < smallest or (level.remaining == smallest and level.reset_after > latest):
                smallest, latest = level.remaining, level.reset_after
                self.binding = i
        return 0

    def level(self, now):
        levels = [m.level(max(self.clock, now)) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
