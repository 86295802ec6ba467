"""Services for gateways, in one process."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

import grpc
from envoy.service.ratelimit.v3 import rls_pb2, rls_pb2_grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.rate_limit_service import RateLimitService


async def serve(gateway: Gateway, grpc_address: str, *, grace: float = 5.0, on_start: Callable[[int], None]) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP, and a change of a file, read the policies again.

    Then health says that it does not serve, new requests are refused, and those under way have `grace` seconds.
    on_start: is told the port, once it is open.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    reload = asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, reload.set)
    server = grpc.aio.server()
    rls_pb2_grpc.add_RateLimitServiceServicer_to_server(RateLimitService(gateway), server)
    servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    name = rls_pb2.DESCRIPTOR.services_by_name["RateLimitService"].full_name
    reflection.enable_server_reflection((name, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
    await servicer.set(name, health_pb2.HealthCheckResponse.SERVING)
    port = server.add_insecure_port(grpc_address)
    await server.start()
    on_start(port)
    watcher = asyncio.create_task(_watch(gateway, reload))
    try:
        await stop.wait()
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
        await servicer.enter_graceful_shutdown()
        await server.stop(grace)


async def _watch(gateway: Gateway, asked: asyncio.Event) -> None:
    """Read the policies again when a signal asks for it, or a file has changed; meanwhile requests are answered."""
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), 1)
        if asked.is_set() or await asyncio.to_thread(gateway.has_changed):
            asked.clear()
            await asyncio.to_thread(gateway.reload)
