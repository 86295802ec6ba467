"""The templates, and a draw of questions from them."""

from collections.abc import Callable, Collection
from random import Random

from katas.interview.numbers.families import (
    buckets,
    clients,
    counters,
    gateways,
    layers,
    memory,
    nodes,
    overload,
    refusals,
    waits,
    windows,
)
from katas.interview.numbers.question import Question

Template = Callable[[Random], Question]

FAMILIES: dict[str, tuple[Template, ...]] = {
    "windows": (windows.window_edge, windows.log_wait, windows.requests_that_pass, windows.counter_cells),
    "refusals": (refusals.steady_refusals, refusals.silence, refusals.penalty),
    "counters": (counters.counter_left, counters.counter_idle, counters.counter_edge, counters.counter_most),
    "buckets": (
        buckets.bucket_left,
        buckets.bucket_most,
        buckets.bucket_drains,
        buckets.safe_burst,
        buckets.gcra_burst,
        buckets.gcra_trace,
    ),
    "waits": (waits.nth_grant, waits.cost_wait, waits.queue_delay, waits.callers_in_time),
    "clients": (
        clients.retry_header,
        clients.polite_client,
        clients.impatient_client,
        clients.reset_epoch,
        clients.backoff,
        clients.herd,
    ),
    "memory": (memory.log_bytes, memory.state_bytes, memory.keys_held, memory.lru_reset),
    "nodes": (
        nodes.uneven_shares,
        nodes.sync_overshoot,
        nodes.skewed_windows,
        nodes.clock_ahead,
        nodes.unsynced_tokens,
    ),
    "layers": (layers.which_binds, layers.two_limits, layers.group_left, layers.plans),
    "gateways": (
        gateways.nginx_burst,
        gateways.nginx_delay,
        gateways.spacing,
        gateways.rounded_interval,
        gateways.dropped_fractions,
    ),
    "overload": (overload.permits, overload.retries, overload.permit_leak, overload.drain, overload.sawtooth),
}
TEMPLATES: dict[str, Template] = {
    template.__name__: template for templates in FAMILIES.values() for template in templates
}


def draw(random: Random, count: int, avoid: Collection[str] = ()) -> list[Question]:
    """`count` questions of different templates, or one of each, and of different families while there are enough.

    Templates in `avoid` are taken only when there are no others.
    """
    fresh = [_shuffled(random, [t for t in templates if t.__name__ not in avoid]) for templates in FAMILIES.values()]
    stale = [_shuffled(random, [t for t in templates if t.__name__ in avoid]) for templates in FAMILIES.values()]
    chosen = (_dealt(random, fresh) + _dealt(random, stale))[:count]
    return [template(random) for template in chosen]


def _shuffled(random: Random, templates: list[Template]) -> list[Template]:
    return random.sample(templates, len(templates))


def _dealt(random: Random, piles: list[list[Template]]) -> list[Template]:
    """One from each pile in turn, until all are dealt."""
    piles = random.sample(piles, len(piles))
    return [pile[turn] for turn in range(max(map(len, piles))) for pile in piles if turn < len(pile)]
