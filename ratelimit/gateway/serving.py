"""Services for gateways, in one process."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from math import ceil

import grpc
import uvicorn
from envoy.service.ratelimit.v3 import rls_pb2, rls_pb2_grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from ratelimit.gateway.check import Check
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.rate_limit_service import RateLimitService


async def serve(
    gateway: Gateway,
    *,
    grpc_address: str | None,
    http_address: str | None,
    check: Check,
    grace: float = 5.0,
    on_start: Callable[[str, int], None],
) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP, and a change of a file, read the policies again.

    Then health says that it does not serve, new requests are refused, and those under way have `grace` seconds.

    grpc_address, http_address: a host and a port; None: no such service.
    on_start: is told each service and its port, once it is open.
    """
    stop, reload = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, reload.set)
    async with AsyncExitStack() as services:
        if grpc_address is not None:
            on_start("grpc", await services.enter_async_context(_grpc(gateway, grpc_address, grace)))
        if http_address is not None:
            on_start("http", await services.enter_async_context(_http(check, http_address, grace)))
        watcher = asyncio.create_task(_watch(gateway, reload))
        try:
            await stop.wait()
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher


@asynccontextmanager
async def _grpc(gateway: Gateway, address: str, grace: float) -> AsyncIterator[int]:
    server = grpc.aio.server()
    rls_pb2_grpc.add_RateLimitServiceServicer_to_server(RateLimitService(gateway), server)
    servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    name = rls_pb2.DESCRIPTOR.services_by_name["RateLimitService"].full_name
    reflection.enable_server_reflection((name, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
    await servicer.set(name, health_pb2.HealthCheckResponse.SERVING)
    port = server.add_insecure_port(address)
    await server.start()
    try:
        yield port
    finally:
        await servicer.enter_graceful_shutdown()
        await server.stop(grace)


@asynccontextmanager
async def _http(app: Check, address: str, grace: float) -> AsyncIterator[int]:
    host, _, port = address.rpartition(":")
    listening = socket.create_server((host.strip("[]"), int(port)), family=_family(host))
    # It trusts nobody: the app itself tells the client from the header.
    config = uvicorn.Config(
        app, proxy_headers=False, access_log=False, log_level="warning", timeout_graceful_shutdown=ceil(grace)
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """A server that leaves signals to the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


async def _watch(gateway: Gateway, asked: asyncio.Event) -> None:
    """Read the policies again when a signal asks for it, or a file has changed; meanwhile requests are answered."""
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), 1)
        if asked.is_set() or await asyncio.to_thread(gateway.has_changed):
            asked.clear()
            await asyncio.to_thread(gateway.reload)
