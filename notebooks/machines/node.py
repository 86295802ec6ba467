"""A machine that counts on its own, and exchanges counts with others."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Node:
    """A meter on one machine, with what it granted since the last exchange."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._unreported = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Decide by what this node knows."""
        wait = self._meter.take(now, cost)
        if not wait:
            self._unreported += cost
        return wait

    def level(self, now: int) -> Level:
        """Return what is left, as far as this node knows."""
        return self._meter.level(now)

    def report(self) -> int:
        """Return the units granted since the last report."""
        units, self._unreported = self._unreported, 0
        return units

    def receive(self, now: int, units: int) -> None:
        """Spend here what others granted, or all there is if they granted more."""
        units = min(units, self._meter.level(now).remaining)
        if units:
            self._meter.take(now, units)


def exchange(nodes: Sequence[Node], now: int) -> int:
    """Send each node what the others granted since the last exchange; return how much all granted."""
    reports = [node.report() for node in nodes]
    for node, own in zip(nodes, reports, strict=True):
        node.receive(now, sum(reports) - own)
    return sum(reports)
