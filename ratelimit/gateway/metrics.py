"""What operators watch, for Prometheus."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from ratelimit.gateway.asked import Asked
from ratelimit.gateway.verdict import Verdict

NEAR = 0.8
"""From which part of a limit on a request counts as near it, as in Envoy's service."""

_SECONDS = (0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1)


class Metrics:
    """Counts decisions by policy and result, and how long they took.

    Results are `allowed`, `refused`, and `uncounted` where `on_error` has decided. A request that counts in no policy
    has an empty one.

    backend: where the counters are.
    """

    __slots__ = ("_decisions", "_near", "_registry", "_reloads", "_seconds", "_shadows")

    def __init__(self, backend: str) -> None:
        self._registry = registry = CollectorRegistry()
        name = "ratelimit_gateway"
        self._decisions = Counter(f"{name}_decisions", "Decisions", ["policy", "result"], registry=registry)
        self._near = Counter(f"{name}_near_limit", f"Allowed beyond {NEAR} of it", ["policy"], registry=registry)
        self._shadows = Counter(f"{name}_shadow_refusals", "Would be refused", ["policy"], registry=registry)
        self._reloads = Counter(f"{name}_reloads", "Reloads of the policies", ["result"], registry=registry)
        seconds = Histogram(
            f"{name}_decision_seconds", "Time of a decision", ["backend"], registry=registry, buckets=_SECONDS
        )
        self._seconds = seconds.labels(backend)

    def __call__(self, asked: Sequence[Asked], verdict: Verdict, nanoseconds: int) -> None:
        """Count a decision."""
        policy = verdict.policy or ""
        result = ("allowed" if verdict.allowed else "refused") if verdict.is_counted else "uncounted"
        self._decisions.labels(policy, result).inc()
        self._seconds.observe(nanoseconds / 1e9)
        for name in verdict.shadows:
            self._shadows.labels(name).inc()
        if verdict.allowed:
            for each in asked:
                told = verdict.told(each)
                if told is not None and told.remaining < told.quota.burst * (1 - NEAR):
                    self._near.labels(each.rule.name).inc()

    def count_reload(self, result: str) -> None:
        """Count a reload: `changed`, or `mistake`."""
        self._reloads.labels(result).inc()

    def page(self) -> tuple[str, bytes]:
        """Return the type and the text of the page that Prometheus reads."""
        return CONTENT_TYPE_PLAIN_0_0_4, generate_latest(self._registry)
