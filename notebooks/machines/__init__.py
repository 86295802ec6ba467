"""Machines that share a limit: simulations in whole ticks, made of the library's own meters."""

from notebooks.machines.demand import Ask, demand
from notebooks.machines.failover import Failover
from notebooks.machines.fleet import Node, exchange
from notebooks.machines.skew import Ahead
from notebooks.machines.watched import watched

__all__ = [
    "Ahead",
    "Ask",
    "Failover",
    "Node",
    "demand",
    "exchange",
    "watched",
]
