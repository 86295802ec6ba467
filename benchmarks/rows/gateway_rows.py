"""The rows of the tables about gateways: what Envoy asks, and what decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks.gateway.policies import thousand
from benchmarks.harness.question import Kind
from benchmarks.rows.floor import Floor
from ratelimit.gateway import Counters, Request
from ratelimit.web.coroutines import run

Ask = Callable[[Sequence[Request]], None]


@dataclass(frozen=True)
class EnvoyRow:
    """A service that Envoy asks: a module with arguments; None: Envoy asks nobody."""

    name: str
    kind: Kind
    module: str | None
    redis: bool = False
    algorithm: str = ""


ALONE = EnvoyRow("Envoy alone", "peer", None)
FLOOR = EnvoyRow("floor: OK to all", "floor", "benchmarks.gateway.ok_to_all")
MEMORY = EnvoyRow("ours, in memory", "ours", "ratelimit.gateway")
VALKEY = EnvoyRow("ours, on Valkey", "ours", "ratelimit.gateway", redis=True)


@dataclass(frozen=True)
class EngineRow:
    """What decides on requests, without a service around it."""

    name: str
    kind: Kind
    new: Callable[[], Ask]
    algorithm: str = ""


def _floor() -> Ask:
    floor = Floor()

    def ask(requests: Sequence[Request]) -> None:
        for request in requests:
            floor.allow(request.consumer or "")

    return ask


def _engine(*, with_global: bool) -> Ask:
    counters, policies = Counters(), thousand(with_global=with_global)

    def ask(requests: Sequence[Request]) -> None:
        for request in requests:
            run(counters.decide(policies.asked(request)))

    return ask


ONE = EngineRow("ours: one policy counts", "ours", partial(_engine, with_global=False))
TWO = EngineRow("ours: a global one as well", "ours", partial(_engine, with_global=True))
ENGINES = [EngineRow("floor", "floor", _floor), ONE, TWO]
