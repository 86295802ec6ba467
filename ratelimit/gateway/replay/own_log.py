"""Lines of the gateway's own access log."""

from collections.abc import Mapping
from typing import Any, Final

from ratelimit.gateway.replay.instant import instant
from ratelimit.gateway.replay.logged import Logged, LoggedDecision
from ratelimit.gateway.request import Request

_NAMES: Final = {"time", "domain", "policy", "key", "allowed", "cost", "microseconds"}
_FIELDS: Final = ("consumer", "credential", "ip", "path", "route", "service")
"""Of a request: what the word before a key can be, but for headers."""


def is_decision(said: Mapping[str, Any]) -> bool:
    """Return whether an object of JSON is a line of this log."""
    return said.keys() >= _NAMES


def read_decision(said: Mapping[str, Any]) -> Logged:
    """Read a line. Raises `ValueError`."""
    domain, policy, key = (said[name] for name in ("domain", "policy", "key"))
    cost = 1 if said["cost"] is None else said["cost"]
    if type(cost) is not int or cost < 1:
        raise ValueError(f"cost must be a whole number of at least 1, got {cost!r}")
    for value in (domain, policy, key):
        if value is not None and not isinstance(value, str):
            raise ValueError(f"domain, policy and key must be text, got {value!r}")
    kind, _, value = (key or "").partition(" ")
    if kind == "descriptor":
        raise ValueError("line must be of a policy, got one of Envoy's descriptors")
    told: dict[str, Any] = {}
    if kind.startswith("header:"):
        told["headers"] = {kind.removeprefix("header:"): value}
    elif value and kind in _FIELDS:
        told[kind] = value
    return Logged(instant(said["time"]), Request(**told), LoggedDecision(domain, policy, key or "", cost))
