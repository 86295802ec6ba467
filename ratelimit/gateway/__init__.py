"""Limits at a gateway: policies, which of them a request counts in, and services that gateways ask."""

from ratelimit.gateway.counters import Counters
from ratelimit.gateway.policies import Policies
from ratelimit.gateway.request import Request
from ratelimit.gateway.rule import Rule
from ratelimit.gateway.verdict import Verdict

__all__ = ["Counters", "Policies", "Request", "Rule", "Verdict"]
