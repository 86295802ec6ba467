"""Services for gateways, in one process."""

import asyncio
import logging
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from math import ceil
from typing import NamedTuple, TypeAlias

import grpc
import uvicorn
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from ratelimit.gateway.check import Check
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.rate_limit_service import NAME, RateLimitService

Ending: TypeAlias = Callable[[], Awaitable[None]]


class Started(NamedTuple):
    """A service: its port, what lets its health say that it does not serve, and what closes it."""

    port: int
    leave: Ending
    close: Ending


_log = logging.getLogger("ratelimit.gateway")


async def serve(
    gateway: Gateway,
    *,
    grpc_address: str | None,
    http_address: str | None,
    check: Check,
    drain: float = 0.0,
    grace: float = 5.0,
    on_start: Callable[[str, int], None],
) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP, and a change of a file, read the policies again.

    Then health says that it does not serve, for `drain` seconds requests are answered all the same, unless it is told
    once more to end; after that, new ones are refused, and those under way have `grace` seconds.

    grpc_address, http_address: a host and a port; None: no such service.
    on_start: is told each service and its port, once it is open.

    Raises `OSError` for an address that it can't listen on.
    """
    stop, stop_now, reload = asyncio.Event(), asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        (stop_now if stop.is_set() else stop).set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    loop.add_signal_handler(signal.SIGHUP, reload.set)
    started: list[Started] = []
    try:
        if grpc_address is not None:
            started.append(await _start_grpc(gateway, grpc_address, grace))
            on_start("grpc", started[-1].port)
        if http_address is not None:
            started.append(await _start_http(check, http_address, grace))
            on_start("http", started[-1].port)
        watcher = asyncio.create_task(_watch(gateway, reload))
        try:
            await stop.wait()
            for each in started:
                await each.leave()
            if drain:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop_now.wait(), drain)
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
    finally:
        await asyncio.gather(*[each.close() for each in started])  # together: one grace for all


async def _start_grpc(gateway: Gateway, address: str, grace: float) -> Started:
    _listening(address, "grpc").close()  # gRPC would write lines of its own about a port in use
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])  # else another process may open the same port
    RateLimitService(gateway).add_to(server)
    servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    reflection.enable_server_reflection((NAME, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
    await servicer.set(NAME, health_pb2.HealthCheckResponse.SERVING)
    try:
        port = server.add_insecure_port(address)
    except RuntimeError as error:
        raise OSError(f"can't listen on {address} for grpc: {error}") from error
    await server.start()

    async def close() -> None:
        await server.stop(grace)

    return Started(port, servicer.enter_graceful_shutdown, close)


async def _start_http(app: Check, address: str, grace: float) -> Started:
    listening = _listening(address, "http")
    # It trusts nobody: the app itself tells the client from the header. And it opens no websocket: Caddy asks with the
    # headers of its client, also those that ask for one.
    config = uvicorn.Config(
        app,
        ws="none",
        proxy_headers=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=ceil(grace),
    )
    logging.getLogger("uvicorn.error").addFilter(_is_not_of_upgrades)
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]))

    async def leave() -> None:
        app.is_leaving = True

    async def close() -> None:
        server.should_exit = True
        await serving

    return Started(listening.getsockname()[1], leave, close)


def _is_not_of_upgrades(record: logging.LogRecord) -> bool:
    """Leave out what uvicorn warns of each request for a websocket."""
    return not record.getMessage().startswith(("Unsupported upgrade request", "No supported WebSocket library"))


class _Server(uvicorn.Server):
    """A server that leaves signals to the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listening(address: str, kind: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), int(port)), family=family)
    except OSError as error:
        raise OSError(f"can't listen on {address} for {kind}: {error}") from error


async def _watch(gateway: Gateway, asked: asyncio.Event) -> None:
    """Read the policies again when a signal asks for it, or a file has changed; meanwhile requests are answered."""
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), 1)
        try:
            gateway.counters.drop_retired()
            if asked.is_set() or await asyncio.to_thread(gateway.has_changed):
                asked.clear()
                await asyncio.to_thread(gateway.reload)
        except Exception:  # noqa: BLE001  requests are answered, whatever it is, and the next change is read
            _log.exception("The policies can't be read again, the old ones stay in force")
