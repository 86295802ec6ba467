"""A service with a limit, in four web frameworks: beside the same one without a limit, and with others' packages."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.question import Case, Question, Row, Table
from benchmarks.peers import IN_FRAMEWORKS
from benchmarks.rows.service_rows import INTERFACES, PEERS, ServiceRow, bare, services
from benchmarks.services.serving import SERVERS, ask, serve

REQUESTS = 2000
COLUMN = "a request"
NAMES = {"starlette": "Starlette", "litestar": "Litestar", "flask": "Flask", "django": "Django"}


def _lines(row: Row) -> str:
    assert isinstance(row, ServiceRow)
    more = row.lines() - bare(row.framework).lines()
    return f"+{more}" if more else "·"


def _says(framework: str, figures: Figures) -> str:
    def time(row: str) -> float:
        return figures.median((f"services-{framework}", row, COLUMN))

    floor, ours = time("floor: no limit"), time("ours")
    said = f"Ours adds {ours / floor - 1:.0%} to the time of a request"
    peer = PEERS[framework][0]
    if peer not in figures.rows(f"services-{framework}"):
        return f"{said}."
    return f"{said}, {peer} {time(peer) / floor - 1:.0%}."


QUESTION = Question(
    "services",
    "What does a limit add to a service?",
    "The service answers `hello`, and allows a client 1,000,000 requests an hour; programs: [services](../services). "
    "One worker, with uvicorn or gunicorn, on this machine; eight clients that keep their connections ask all at "
    "once, and ask again when each has its answer. The time is that of all divided by the requests. *Lines*: of the "
    "program, more than without a limit. Ours tells clients `RateLimit-Policy`, `RateLimit` and `Retry-After`; "
    "slowapi, flask-limiter and Litestar's own tell what they have; django-ratelimit tells nothing.",
    [
        Table(
            f"services-{framework}",
            f"{NAMES[framework]}, with {SERVERS[INTERFACES[framework]][0]}",
            partial(services, framework),
            partial(_says, framework),
            (COLUMN,),
            turns=9,
            write=seconds,
            laws=False,
            words=(("lines", _lines),),
        )
        for framework in PEERS
    ],
    with_submission=False,
    packages=(*NAMES, "uvicorn", "gunicorn", *IN_FRAMEWORKS),
)


@pytest.fixture(scope="module")
def port_of() -> Iterator[Callable[[ServiceRow], int]]:
    """Start a service when it is asked for first, and end all at the end."""
    ports: dict[ServiceRow, int] = {}
    with ExitStack() as stack:

        def port_of(row: ServiceRow) -> int:
            if row not in ports:
                ports[row] = stack.enter_context(serve(row.module, row.interface))
            return ports[row]

        yield port_of


def test_services(case: Case, timed: Callable[..., None], port_of: Callable[[ServiceRow], int]) -> None:
    """Time requests to a service, which answers each."""
    assert isinstance(case.row, ServiceRow)
    for needed in (case.row.framework, SERVERS[case.row.interface][0]):
        pytest.importorskip(needed, reason='services need their frameworks: pip install -e ".[frameworks]"')
    port = port_of(case.row)
    ask(port, 50)
    number = case.calls(REQUESTS)
    timed(ask, port, number, of=number)
