"""What the counters are asked."""

from typing import NamedTuple

from ratelimit.gateway.rule import Rule


class Asked(NamedTuple):
    """So many units of a rule's limits, for a key."""

    rule: Rule
    key: str
    cost: int
