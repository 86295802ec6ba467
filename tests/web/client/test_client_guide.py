"""What docs/client.md says is true, and its programs run."""

import asyncio
import inspect
import re
from email.utils import formatdate

import aiohttp
import httpx
import httpx2
import pytest

from katas.grader.kata import ROOT
from ratelimit import TokenBucket
from ratelimit.web.client import Pace, WaitTooLong
from ratelimit.web.client.aiohttp import PacedMiddleware
from ratelimit.web.client.httpx import AsyncPacedTransport
from ratelimit.web.client.httpx2 import AsyncPacedTransport as AsyncPacedTransport2
from ratelimit.web.client.said import read_answer
from tests.web.client.paced import paced
from tests.web.client.service import Service, served

pytestmark = pytest.mark.usefixtures("server")
GUIDE = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
HTTPX, HTTPX2, REQUESTS, AIOHTTP, BY, COST, SHARED, METHODS, LONG, OTHER = re.findall(
    r"```python\n(.*?)```", GUIDE, re.DOTALL
)
SECOND = 1_000_000_000
URL = "https://api.example.com/items"


def run(*programs, port):
    """Run them one after another, against a server of our own, and return their names."""
    names = {}
    for program in programs:
        exec(program.replace("https://api.example.com", f"http://127.0.0.1:{port}"), names)  # noqa: S102  our own
    return names


@pytest.mark.parametrize("program", [HTTPX, HTTPX2, REQUESTS, AIOHTTP], ids=["httpx", "httpx2", "requests", "aiohttp"])
def test_each_library_waits_as_it_is_told_and_asks_again(program):
    service = Service(refusals=1, headers=[("retry-after", "0.01")])
    with served(service) as port:
        names = run(program.replace('Pace("', 'Pace(jitter=0, limits="'), port=port)
    responses = names.get("responses") or [names.get("response")]
    assert {response.text for response in responses if response} <= {"yes"}
    assert names.get("text", "yes") == "yes"
    assert len(service.bodies) == 1 + len(responses)


def test_a_function_tells_requests_apart():
    with served(Service()) as port:
        names = run(HTTPX, BY, port=port)
    assert names["response"].text == "yes"
    assert list(names["pace"]._destinations) == ["127.0.0.1/search"]  # noqa: SLF001


def test_a_request_may_cost_more_than_one_unit():
    service = Service()
    with served(service) as port:
        names = run(HTTPX.partition("pace = ")[0], COST, port=port)
        assert names["response"].status_code == 200
        request = names["httpx"].Request("GET", f"http://127.0.0.1:{port}/search/items")
        assert names["pace"].turn("GET", str(request.url), request).cost == 5


def test_a_limiter_can_be_shared():
    names = run(HTTPX.partition("pace = ")[0], SHARED, port=0)
    assert names["client"]._transport._pace.limiter is names["limiter"]  # noqa: SLF001


def test_a_post_that_has_done_nothing_can_be_repeated():
    assert run(HTTPX.partition("pace = ")[0], METHODS, port=0)["pace"].methods == {"GET", "HEAD", "POST"}


def test_a_wait_that_is_too_long_is_raised():
    service = Service(refusals=1, headers=[("retry-after", "600")])
    with served(service) as port:
        names = run(HTTPX, LONG, port=port)
    assert names["response"].status_code == 429
    assert 500 < names["later"] <= 600
    assert issubclass(WaitTooLong, Exception)


def test_another_library_asks_for_a_turn():
    names = run("from ratelimit.web.client import Pace", OTHER, port=0)
    answers = [(429, {"Retry-After": "0.01"}.items(), "no"), (200, {}.items(), "yes")]
    names["pace"].jitter = 0
    assert names["fetch"]("GET", URL, lambda *_: answers.pop(0)) == (200, "yes")
    assert answers == []


@pytest.mark.parametrize(("options", "within"), [
    ({"limits": "10/second"}, 10),
    ({"limits": "10/second", "algorithm": TokenBucket}, 19),
    ({"limits": "10/second burst 1", "algorithm": TokenBucket}, 10),
])  # fmt: skip
def test_what_a_second_holds_is_as_the_page_says(options, within):
    pace, _ = paced(**options)
    waits = [pace.turn("GET", URL).wait() for _ in range(40)]
    assert sum(wait < SECOND for wait in waits) == within


def test_an_aiohttp_session_ends_a_wait_for_ones_own_limit():
    pace = Pace("1/hour")

    async def main(port):
        options = {"middlewares": [PacedMiddleware(pace)], "timeout": aiohttp.ClientTimeout(total=5)}
        async with aiohttp.ClientSession(**options) as session:
            url = f"http://127.0.0.1:{port}/"
            assert (await session.get(url)).status == 200
            with pytest.raises(TimeoutError):
                await session.get(url, timeout=aiohttp.ClientTimeout(total=0.05))

    with served(Service()) as port:
        asyncio.run(main(port))


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_a_time_out_of_httpx_does_not_end_a_wait(library):
    transport = {httpx: AsyncPacedTransport, httpx2: AsyncPacedTransport2}[library]

    async def main(port):
        async with library.AsyncClient(transport=transport(Pace("1/hour")), timeout=0.05) as client:
            url = f"http://127.0.0.1:{port}/"
            assert (await client.get(url, timeout=5)).status_code == 200
            with pytest.raises(TimeoutError):  # and no error of the library
                async with asyncio.timeout(0.3):
                    await client.get(url)

    with served(Service()) as port:
        asyncio.run(main(port))


TABLE = re.findall(r"^\| (`[^|]*`[^|]*) \|", GUIDE, re.MULTILINE)
NOW = 1_764_000_000
EXPECTED = {
    "`Retry-After: 30`": (30, None),
    "`Retry-After: Mon, 24 Nov 2025 16:00:30 GMT`": (30, None),
    '`RateLimit: "a";r=5;t=30`': (None, (5, 30)),
    "`RateLimit: limit=9, remaining=5, reset=30`": (None, (5, 30)),
    "`X-RateLimit-Remaining: 5`, `X-RateLimit-Reset: 30`": (None, (5, 30)),
    "`X-RateLimit-Reset: 1764000030`": (None, (0, 30)),
    "`X-RateLimit-Reset: 2025-11-24T16:00Z`, `6m0s`": (None, (0, 0)),
    "`X-RateLimit-Reset-After: 64.57`": (None, (0, 64.57)),
    "`x-ratelimit-remaining-requests`, `-tokens`": (None, (5, 30)),
}


@pytest.mark.parametrize("row", TABLE)
def test_each_row_of_the_table_is_read_as_it_says(row):
    wait, limit = EXPECTED[row]
    headers = [("Date", formatdate(NOW, usegmt=True))]
    headers += [tuple(field.split(": ", 1)) for field in re.findall(r"`([^`]*: [^`]*)`", row)]
    if limit and not limit[0]:
        headers.append(("X-RateLimit-Remaining", "0"))
    if "-tokens" in row:
        headers += [("x-ratelimit-remaining-requests", "5"), ("x-ratelimit-reset-requests", "30s")]
        headers += [("x-ratelimit-remaining-tokens", "5"), ("x-ratelimit-reset-tokens", "60s")]
    said = read_answer(headers, 0)
    assert said.wait == (None if wait is None else wait * SECOND)
    left = [(told.left, told.after) for told in said.limits.values()]
    assert left == ([] if limit is None else [(limit[0], round(limit[1] * SECOND))])


def test_all_rows_are_tried():
    assert list(EXPECTED) == TABLE


@pytest.mark.parametrize("argument", [
    name for name in inspect.signature(Pace).parameters if name not in ("limits", "clock", "wall_clock", "random")
])  # fmt: skip
def test_every_argument_is_shown(argument):
    assert re.search(rf"\b{argument}=", GUIDE)
