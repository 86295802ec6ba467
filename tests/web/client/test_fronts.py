"""The fronts with their libraries, over real sockets, against our own middleware."""

import asyncio
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random
from subprocess import run

import aiohttp
import httpx
import httpx2
import pytest
import requests
import trio
from requests.adapters import BaseAdapter, HTTPAdapter

from ratelimit import (
    AsyncMemoryLimiter,
    AsyncObservedLimiter,
    LeakyBucket,
    MemoryLimiter,
    ObservedLimiter,
    Quota,
    TokenBucket,
)
from ratelimit.web import Policy, RateLimitMiddleware
from ratelimit.web.client import Pace, WaitTooLong
from ratelimit.web.client.aiohttp import PacedMiddleware
from ratelimit.web.client.httpx import AsyncPacedTransport, PacedTransport
from ratelimit.web.client.httpx2 import AsyncPacedTransport as AsyncPacedTransport2
from ratelimit.web.client.httpx2 import PacedTransport as PacedTransport2
from ratelimit.web.client.requests import PacedAdapter
from tests.web.client.service import Service, served

pytestmark = pytest.mark.usefixtures("server")


def httpx_sync(pace, port, method, body):
    with httpx.Client(transport=PacedTransport(pace)) as client:
        response = client.request(method, f"http://127.0.0.1:{port}/", content=body)
    return response.status_code, response.text


def httpx2_sync(pace, port, method, body):
    with httpx2.Client(transport=PacedTransport2(pace)) as client:
        response = client.request(method, f"http://127.0.0.1:{port}/", content=body)
    return response.status_code, response.text


def requests_sync(pace, port, method, body):
    with requests.Session() as session:
        session.mount("http://", PacedAdapter(pace))
        response = session.request(method, f"http://127.0.0.1:{port}/", data=body)
    return response.status_code, response.text


async def _later(body):
    for part in body:
        yield part


def _asynchronous(body):
    return body if body is None or isinstance(body, bytes) else _later(body)


def httpx_async(pace, port, method, body, run=asyncio.run):
    async def main():
        async with httpx.AsyncClient(transport=AsyncPacedTransport(pace)) as client:
            return await client.request(method, f"http://127.0.0.1:{port}/", content=_asynchronous(body))

    response = run(main())
    return response.status_code, response.text


def httpx2_async(pace, port, method, body):
    async def main():
        async with httpx2.AsyncClient(transport=AsyncPacedTransport2(pace)) as client:
            return await client.request(method, f"http://127.0.0.1:{port}/", content=_asynchronous(body))

    response = asyncio.run(main())
    return response.status_code, response.text


def aiohttp_async(pace, port, method, body):
    async def main():
        async with (
            aiohttp.ClientSession(middlewares=[PacedMiddleware(pace)]) as session,
            session.request(method, f"http://127.0.0.1:{port}/", data=_asynchronous(body)) as response,
        ):
            return response.status, await response.text()

    return asyncio.run(main())


FRONTS = [httpx_sync, httpx_async, httpx2_sync, httpx2_async, requests_sync, aiohttp_async]
every_front = pytest.mark.parametrize("front", FRONTS, ids=lambda front: front.__name__)
SHORT = {"retry-after": "0.01"}


def quick(**options):
    return Pace(jitter=0, **options)


@every_front
def test_a_refused_request_is_sent_again_when_the_server_says(front):
    service = Service(refusals=2, headers=SHORT.items())
    with served(service) as port:
        assert front(quick(), port, "GET", None) == (200, "yes")
    assert service.bodies == [("GET", b"")] * 3


@every_front
def test_a_refusal_with_a_short_body_costs_no_connection(front):
    service = Service(refusals=2, headers=[("content-length", "2"), *SHORT.items()])
    with served(service) as port:
        assert front(quick(), port, "GET", None) == (200, "yes")
    assert len(service.connections) == 1


@every_front
def test_a_refusal_with_a_long_body_is_not_read(front):
    headers = [("content-length", "200000"), *SHORT.items()]
    service = Service(refusals=1, headers=headers, refusal=b"no" * 100_000)
    with served(service) as port:
        assert front(quick(), port, "GET", None) == (200, "yes")
    assert len(service.bodies) == 2
    assert len(service.connections) == 2  # one that is not read to its end can't be used again


@pytest.mark.parametrize("broken", [("content-encoding", "gzip"), ("content-length", "3")], ids=lambda field: field[0])
@every_front
def test_a_refusal_with_a_broken_body_is_one_all_the_same(front, broken):
    """It says gzip and is not, or ends before its end."""
    headers = dict([("content-length", "2"), broken, *SHORT.items()])
    service = Service(refusals=1, headers=headers.items())
    with served(service) as port:
        assert front(quick(), port, "GET", None) == (200, "yes")
    assert len(service.bodies) == 2


def once_refused():
    return served(Service(refusals=1, headers=[("content-length", "2"), *SHORT.items()]))


libraries = pytest.mark.parametrize(("library", "transport", "asynchronous"), [
    (httpx, PacedTransport, AsyncPacedTransport),
    (httpx2, PacedTransport2, AsyncPacedTransport2),
], ids=["httpx", "httpx2"])  # fmt: skip


@libraries
@pytest.mark.parametrize("look", ["read", "iter_raw", "close"])
def test_a_refusal_whose_body_a_transport_within_has_taken_is_sent_again(library, transport, asynchronous, look):
    class Inner(library.HTTPTransport):
        def handle_request(self, request):
            response = super().handle_request(request)
            if response.status_code == 429:
                list(getattr(response, look)() or ())
            return response

    class AsyncInner(library.AsyncHTTPTransport):
        async def handle_async_request(self, request):
            response = await super().handle_async_request(request)
            if response.status_code == 429 and look == "iter_raw":
                assert [part async for part in response.aiter_raw()] == [b"no"]
            elif response.status_code == 429:
                await getattr(response, f"a{look}")()
            return response

    async def get(port):
        async with library.AsyncClient(transport=asynchronous(quick(), AsyncInner())) as client:
            return await client.get(f"http://127.0.0.1:{port}/")

    with once_refused() as port, library.Client(transport=transport(quick(), Inner())) as client:
        assert client.get(f"http://127.0.0.1:{port}/").text == "yes"
    with once_refused() as port:
        assert asyncio.run(get(port)).text == "yes"


@libraries
def test_a_transport_that_asks_no_server_may_refuse_too(library, transport, asynchronous):
    statuses = [429, 200] * 2

    def answer(_):
        return library.Response(statuses.pop(0), headers=SHORT, text="text")

    async def get():
        async with library.AsyncClient(transport=asynchronous(quick(), library.MockTransport(answer))) as client:
            return await client.get("http://example.com/")

    with library.Client(transport=transport(quick(), library.MockTransport(answer))) as client:
        assert client.get("http://example.com/").status_code == 200
    assert asyncio.run(get()).status_code == 200
    assert statuses == []


@pytest.mark.parametrize("look", [
    lambda response: response.content,
    lambda response: list(response.iter_content()),
    lambda response: response.close(),
], ids=["content", "iter_content", "close"])  # fmt: skip
def test_a_refusal_whose_body_an_adapter_within_has_taken_is_sent_again(look):
    class Inner(HTTPAdapter):
        def send(self, *args, **options):
            response = super().send(*args, **options)
            if response.status_code == 429:
                look(response)
            return response

    with once_refused() as port, requests.Session() as session:
        session.mount("http://", PacedAdapter(quick(), Inner()))
        assert session.get(f"http://127.0.0.1:{port}/").text == "yes"


def test_an_adapter_that_asks_no_server_may_refuse_too():
    class Inner(BaseAdapter):
        def send(self, request, *_, **__):
            response = requests.Response()
            response.status_code, response.request, response.url = statuses.pop(0), request, request.url
            response.headers.update(SHORT)
            return response

        def close(self):
            pass

    statuses = [429, 200]
    with requests.Session() as session:
        session.mount("http://", PacedAdapter(quick(), Inner()))
        assert session.get("http://example.com/").status_code == 200


@pytest.mark.parametrize("look", ["read", "release", "close"])
def test_a_refusal_whose_body_a_middleware_within_has_taken_is_sent_again(look):
    async def inner(request, handler):
        response = await handler(request)
        if response.status == 429:
            done = getattr(response, look)()
            if look == "read":
                assert await done == b"no"
        return response

    async def main(port):
        async with (
            aiohttp.ClientSession(middlewares=[PacedMiddleware(quick()), inner]) as session,
            session.get(f"http://127.0.0.1:{port}/") as response,
        ):
            return await response.text()

    with once_refused() as port:
        assert asyncio.run(main(port)) == "yes"


@every_front
def test_bytes_are_sent_again_as_they_were(front):
    service = Service(refusals=1, headers=SHORT.items())
    with served(service) as port:
        assert front(quick(), port, "PUT", b"body") == (200, "yes")
    assert service.bodies == [("PUT", b"body")] * 2


@every_front
def test_a_stream_is_never_sent_again(front):
    service = Service(refusals=1, headers=SHORT.items())
    with served(service) as port:
        assert front(quick(), port, "PUT", iter([b"bo", b"dy"])) == (429, "no")
    assert service.bodies == [("PUT", b"body")]


@every_front
def test_a_post_is_sent_again_only_if_one_says_so(front):
    service = Service(refusals=2, headers=SHORT.items())
    with served(service) as port:
        assert front(quick(), port, "POST", b"order") == (429, "no")
        assert front(quick(methods={"POST"}), port, "POST", b"order") == (200, "yes")
    assert service.bodies == [("POST", b"order")] * 3


@every_front
def test_the_last_refusal_is_passed_on(front):
    service = Service(refusals=9, headers=SHORT.items())
    with served(service) as port:
        assert front(quick(repeats=2), port, "GET", None) == (429, "no")
    assert len(service.bodies) == 3


@every_front
def test_more_than_the_longest_wait_is_passed_on_and_then_nothing_is_sent(front):
    service, pace = Service(refusals=9, headers=[("retry-after", "3600")]), quick()
    with served(service) as port:
        assert front(pace, port, "GET", None) == (429, "no")
        with pytest.raises(WaitTooLong, match=rf"wait for 127\.0\.0\.1:{port} must be at most 60 s, got 3[56]\d\d"):
            front(pace, port, "GET", None)
    assert len(service.bodies) == 1


@pytest.mark.sampled
@every_front
def test_our_own_middleware_refuses_nobody_who_keeps_to_what_it_tells(front):
    """Four requests one after another, of which three may come at once."""
    refused = []

    async def refuse(scope, receive, send):
        refused.append(scope)
        await send({"type": "http.response.start", "status": 429, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    service = Service()
    with served(RateLimitMiddleware(service, Policy("default", "3/second"), refused=refuse)) as port:
        pace = quick()
        assert [front(pace, port, "GET", None)[0] for _ in range(4)] == [200] * 4
    assert refused == []
    assert len(service.bodies) == 4


def test_many_tasks_at_once_all_get_through_our_own_middleware():
    service = Service()

    async def by_httpx(port, pace):
        async with httpx.AsyncClient(transport=AsyncPacedTransport(pace)) as client:
            answers = await asyncio.gather(*[client.get(f"http://127.0.0.1:{port}/") for _ in range(10)])
        return [answer.status_code for answer in answers]

    async def by_aiohttp(port, pace):
        async with aiohttp.ClientSession(middlewares=[PacedMiddleware(pace)]) as session:
            answers = await asyncio.gather(*[session.get(f"http://127.0.0.1:{port}/") for _ in range(10)])
        return [answer.status for answer in answers]

    async def main(port):
        pace = quick(repeats=100)
        return await asyncio.gather(by_httpx(port, pace), by_aiohttp(port, pace))

    with served(RateLimitMiddleware(service, Policy("default", "10/second"))) as port:
        assert asyncio.run(main(port)) == [[200] * 10] * 2
    assert len(service.bodies) == 20


def test_httpx_waits_with_trio_too():
    service = Service(refusals=1, headers=SHORT.items())
    with served(service) as port:
        assert httpx_async(quick(), port, "GET", None, run=lambda main: trio.run(lambda: main)) == (200, "yes")


class Telling(Random):
    """Sets an event when a request takes its second time: then the first answer has been noted."""

    def __init__(self):
        super().__init__()
        self.drawn = 0
        self.twice = threading.Event()

    def randrange(self, *bounds):
        self.drawn += 1
        if self.drawn == 2:
            self.twice.set()
        return super().randrange(*bounds)


def test_threads_of_one_host_share_a_cool_down():
    random = Telling()
    pace, service = quick(random=random), Service(refusals=1, headers=[("retry-after", "0.5")])
    with served(service) as port, ThreadPoolExecutor(9) as pool:
        first = pool.submit(httpx_sync, pace, port, "GET", None)
        assert random.twice.wait(60)
        done = [pool.submit(front, pace, port, "GET", None) for front in (httpx_sync, requests_sync) * 4]
        assert {each.result() for each in (first, *done)} == {(200, "yes")}
    refused, *later = service.times
    assert len(later) == 9
    assert min(later) >= refused + 0.5


def observed(front, algorithm, quota, hook):
    """Return a limiter of the kind that a front needs."""
    if front in (httpx_sync, httpx2_sync, requests_sync):
        return ObservedLimiter(MemoryLimiter(algorithm, quota), hook)
    return AsyncObservedLimiter(AsyncMemoryLimiter(algorithm, quota), hook)


@every_front
def test_clients_share_a_limiter_and_each_request_spends_once(front):
    decisions = []
    limiter = observed(
        front, TokenBucket, Quota.parse("1/20ms"), lambda key, decision, *_: decisions.append((key, decision))
    )
    with served(Service()) as port:
        for pace in (quick(limiter=limiter), quick(limiter=limiter)) * 2:
            assert front(pace, port, "GET", None) == (200, "yes")
    assert [key for key, decision in decisions if decision.allowed] == [f"127.0.0.1:{port}"] * 4


@every_front
def test_a_leaky_bucket_tells_each_request_when_to_leave_and_is_asked_once(front):
    decisions = []
    quota = Quota.parse("1/20ms burst 9")
    pace = quick(
        limiter=observed(front, LeakyBucket, quota, lambda key, decision, *_: decisions.append(decision.allowed))
    )
    with served(Service()) as port:
        assert [front(pace, port, "GET", None) for _ in range(4)] == [(200, "yes")] * 4
    assert decisions == [True] * 4


@pytest.mark.parametrize("new", [AsyncPacedTransport, AsyncPacedTransport2, PacedMiddleware], ids=str)
def test_a_limiter_that_the_event_loop_would_wait_for_is_refused(new):
    with pytest.raises(TypeError, match="limiter must be for asyncio, as AsyncRedisLimiter, got MemoryLimiter, for"):
        new(Pace(limiter=MemoryLimiter(TokenBucket, Quota.per_second(1))))


@pytest.mark.parametrize("new", [PacedTransport, PacedTransport2, PacedAdapter], ids=str)
def test_a_limiter_that_would_have_to_be_awaited_is_refused(new):
    with pytest.raises(TypeError, match="limiter must be a plain one, as RedisLimiter, got AsyncMemoryLimiter"):
        new(Pace(limiter=AsyncMemoryLimiter(TokenBucket, Quota.per_second(1))))


FRONTS = [PacedTransport, PacedTransport2, PacedAdapter, AsyncPacedTransport, AsyncPacedTransport2, PacedMiddleware]


@pytest.mark.parametrize("new", FRONTS, ids=str)
def test_what_is_no_pace_is_refused(new):
    with pytest.raises(TypeError, match=r"pace must be a Pace, as Pace\('10/second'\), got '3/second'"):
        new("3/second")


def test_a_task_that_is_cancelled_leaves_nothing_behind():
    pace = Pace("1/hour")

    async def main(port):
        async with httpx.AsyncClient(transport=AsyncPacedTransport(pace)) as client:
            url = f"http://127.0.0.1:{port}/"
            assert (await client.get(url)).status_code == 200
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await client.get(url)

    with served(Service()) as port:
        asyncio.run(main(port))
        (destination,) = pace._destinations.values()  # noqa: SLF001  nobody else can tell
        assert not destination._sent and not destination._line  # noqa: PT018, SLF001


def test_an_error_of_the_other_transport_reaches_the_caller_and_leaves_nothing_behind():
    pace = quick()
    with pytest.raises(httpx.ConnectError), httpx.Client(transport=PacedTransport(pace)) as client:
        client.get("http://127.0.0.1:1/")
    (destination,) = pace._destinations.values()  # noqa: SLF001
    assert not destination._sent and not destination._line  # noqa: PT018, SLF001


def test_closing_a_client_closes_the_other_transport():
    class Other(httpx.BaseTransport):
        closed = False

        def close(self):
            self.closed = True

    other = Other()
    httpx.Client(transport=PacedTransport(Pace(), other)).close()
    assert other.closed


def test_the_core_needs_no_library():
    program = (
        "import sys, ratelimit.web, ratelimit.web.client\n"
        "print([name for name in ('httpx', 'httpx2', 'requests', 'aiohttp', 'anyio') if name in sys.modules])"
    )
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
