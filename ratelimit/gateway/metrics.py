"""What operators watch, for Prometheus."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, TypeAlias

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from ratelimit.gateway.asked import Asked
from ratelimit.gateway.verdict import Verdict

NEAR = 0.8
"""From which part of a limit on a request counts as near it, as in Envoy's service."""

Counts: TypeAlias = dict[tuple[str, ...], int]

_NAME: Final = "ratelimit_gateway"
_MILLISECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000)
_BUCKETS: Final = [round(bound * 1_000_000) for bound in _MILLISECONDS]  # ns


class Metrics:
    """Counts decisions by domain, policy and result, and how long they took.

    Results are `allowed`, `refused`, and `uncounted` where `on_error` has decided. A request that counts in no policy
    has an empty one, and so has a file without a domain.

    backend: where the counters are.
    """

    __slots__ = ("_backend", "_decisions", "_nanoseconds", "_near", "_registry", "_reloads", "_shadows", "_within")

    def __init__(self, backend: str) -> None:
        self._backend = backend
        self._decisions: Counts = defaultdict(int)
        self._near: Counts = defaultdict(int)
        self._shadows: Counts = defaultdict(int)
        self._nanoseconds = 0
        self._within = [0] * (len(_BUCKETS) + 1)
        self._registry = CollectorRegistry()
        self._reloads = Counter(f"{_NAME}_reloads", "Reloads of the policies", ["result"], registry=self._registry)
        self._registry.register(self)

    def __call__(self, asked: Sequence[Asked], verdict: Verdict, nanoseconds: int) -> None:
        """Count a decision."""
        # Numbers of our own: the library's take 5 us more.
        domain = asked[0].rule.domain if asked else ""
        result = ("allowed" if verdict.allowed else "refused") if verdict.is_counted else "uncounted"
        self._decisions[domain, verdict.policy or "", result] += 1
        self._nanoseconds += nanoseconds
        self._within[bisect_left(_BUCKETS, nanoseconds)] += 1
        for name in verdict.shadows:
            self._shadows[domain, name] += 1
        if verdict.allowed:
            for each in verdict.with_less_than(1 - NEAR):
                self._near[domain, each.rule.name] += 1

    def count_reload(self, result: str) -> None:
        """Count a reload: `changed`, or `mistake`."""
        self._reloads.labels(result).inc()

    def collect(self) -> Iterator[Metric]:
        """Yield what was counted, as the library wants it."""
        labels = ["domain", "policy"]
        yield _counter("decisions", "Decisions", [*labels, "result"], self._decisions)
        yield _counter("near_limit", f"Allowed beyond {NEAR} of it", labels, self._near)
        yield _counter("shadow_refusals", "Would be refused", labels, self._shadows)
        bounds = [*[str(bound / 1e9) for bound in _BUCKETS], "+Inf"]
        buckets = list(zip(bounds, accumulate(self._within), strict=True))
        seconds = HistogramMetricFamily(f"{_NAME}_decision_seconds", "Time of a decision", labels=["backend"])
        seconds.add_metric([self._backend], buckets, self._nanoseconds / 1e9)
        yield seconds

    def page(self) -> tuple[str, bytes]:
        """Return the type and the text of the page that Prometheus reads."""
        return CONTENT_TYPE_PLAIN_0_0_4, generate_latest(self._registry)


def _counter(name: str, documentation: str, labels: Sequence[str], counts: Counts) -> Metric:
    family = CounterMetricFamily(f"{_NAME}_{name}", documentation, labels=labels)
    for values, count in counts.items():
        family.add_metric(values, count)
    return family
