"""Simulations of machines that share a limit, in whole ticks, built from the library's own meters."""

from notebooks.machines.demand import Ask, demand
from notebooks.machines.failover import Failover
from notebooks.machines.node import Node, exchange
from notebooks.machines.recording import record_machines
from notebooks.machines.skew import ClockAhead

__all__ = [
    "Ask",
    "ClockAhead",
    "Failover",
    "Node",
    "demand",
    "exchange",
    "record_machines",
]
