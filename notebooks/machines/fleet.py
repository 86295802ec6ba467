"""Machines that count on their own, and tell each other what they granted."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Node:
    """A meter on one machine, which knows what it granted since the others last heard of it."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._news = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Decide by what is known here."""
        wait = self._meter.take(now, cost)
        if not wait:
            self._news += cost
        return wait

    def level(self, now: int) -> Level:
        """Look at what is left, as far as is known here."""
        return self._meter.level(now)

    def tell(self) -> int:
        """Return the units granted since this was last asked."""
        news, self._news = self._news, 0
        return news

    def hear(self, now: int, units: int) -> None:
        """Spend here what others granted, or all there is if they granted more."""
        units = min(units, self._meter.level(now).remaining)
        if units:
            self._meter.take(now, units)


def exchange(nodes: Sequence[Node], now: int) -> int:
    """Let each hear what all the others granted since the last time; return how much that was in all."""
    news = [node.tell() for node in nodes]
    for node, own in zip(nodes, news, strict=True):
        node.hear(now, sum(news) - own)
    return sum(news)
