"""A coroutine holds the meters and the clock: it is sent a time and a cost, or a time alone to look."""

from ratelimit import Level


def deciding(meters, most):
    clock, binding, reply = 0, None, None
    while True:
        now, cost = yield reply, binding
        at = max(clock, now)
        levels = [meter.level(at) for meter in meters]
        if cost is None:
            reply = Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
            continue
        clock = at
        waits = {}
        for n, level in enumerate(levels):
            if level.remaining < cost:
                waits[n] = meters[n].take(at, cost)
        reply = max(waits.values(), default=0)
        if waits:
            binding = next(n for n, wait in waits.items() if wait == reply)
            continue
        order = []
        for n, meter in enumerate(meters):
            meter.take(at, cost)
            left, reset = meter.level(at)
            order.append((left, -reset, n))
        binding = min(order)[-1]


class Composite:
    def __init__(self, meters):
        if not meters:
            raise ValueError("nothing to decide with")
        if len(meters) != len({id(meter): meter for meter in meters}):
            raise ValueError("a meter counts once")
        self.most = min(meter.level(0).remaining for meter in meters)
        self.decides = deciding(tuple(meters), self.most)
        next(self.decides)
        self.binding = None

    def take(self, now, cost=1):
        if cost > self.most or cost <= 0:
            raise ValueError(f"{cost} will never be granted")
        wait, self.binding = self.decides.send((now, cost))
        return wait

    def level(self, now):
        return self.decides.send((now, None))[0]
