"""Clients that ask without a pause, and what each consumer got."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector, web

HEADER = "x-api-key"
PATIENCE = 120  # s, for a machine that is busy


@dataclass
class Got:
    """What one consumer got. Uncounted answers have no fields: nobody has decided, or `on_error` has."""

    passed: int = 0
    refused: int = 0
    passed_uncounted: int = 0
    refused_uncounted: int = 0
    others: Counter[str] = field(default_factory=Counter)
    """Answers of another status, and requests without an answer."""

    @property
    def asked(self) -> int:
        """The number of requests."""
        counted = self.passed + self.refused
        return counted + self.passed_uncounted + self.refused_uncounted + self.others.total()

    def add(self, status: int, *, counted: bool) -> None:
        """Count an answer."""
        if status == 200:
            self.passed += counted
            self.passed_uncounted += not counted
        elif status == 429:
            self.refused += counted
            self.refused_uncounted += not counted
        else:
            self.others[str(status)] += 1


class Load:
    """Some clients for each key, each of which asks again as soon as it has its answer."""

    def __init__(self, port: int, keys: Iterable[str], clients: int = 4) -> None:
        self.got = {key: Got() for key in keys}
        self._url = f"http://127.0.0.1:{port}/"
        self._clients = clients
        self._ends = False
        self._answers = 0
        self._reached: dict[int, asyncio.Event] = {}

    @property
    def asked(self) -> int:
        """The number of all requests."""
        return sum(got.asked for got in self.got.values())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Ask until the block ends, and then wait for the last answers."""
        timeout = ClientTimeout(total=PATIENCE)
        connector = TCPConnector(limit=0)
        async with ClientSession(connector=connector, timeout=timeout) as session, asyncio.TaskGroup() as group:
            for key in self.got:
                for _ in range(self._clients):
                    group.create_task(self._ask(session, key))
            try:
                yield
            finally:
                self._ends = True

    async def more(self, number: int) -> None:
        """Wait until so many more have an answer."""
        await self._reached.setdefault(self._answers + number, asyncio.Event()).wait()

    async def _ask(self, session: ClientSession, key: str) -> None:
        got = self.got[key]
        while not self._ends:
            try:
                async with session.get(self._url, headers={HEADER: key}) as answer:
                    await answer.read()
                    got.add(answer.status, counted="ratelimit" in answer.headers)
            except (ClientError, TimeoutError) as error:
                got.others[repr(error)] += 1
            self._answers += 1
            reached = self._reached.get(self._answers)
            if reached is not None:
                reached.set()


class Upstream:
    """What Envoy passes requests on to: it counts them by key."""

    def __init__(self) -> None:
        self.port = 0
        self.got: Counter[str] = Counter()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Upstream"]:
        """Serve on a port that is free while the block runs."""
        app = web.Application()
        app.router.add_get("/", self._answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.port = runner.addresses[0][1]
            yield self
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.got[request.headers.get(HEADER, "")] += 1
        return web.Response(text="hello")
