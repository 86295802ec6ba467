"""Envoy, two services that count on one server, and an upstream."""

import json
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.gateway.envoy import Envoy, envoy
from benchmarks.gateway.load import Upstream
from benchmarks.gateway.started import PATIENCE, Service, service


class Stage:
    """All that runs, and where the services write."""

    def __init__(self, upstream: Upstream, services: list[Service], logs: list[Path], front: Envoy) -> None:
        self.upstream = upstream
        self.services = services
        self.envoy = front
        self._logs = logs

    def decisions(self) -> list[list[dict[str, Any]]]:
        """Return the lines of each service's access log."""
        return [[json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] for log in self._logs]


def patient(url: str) -> str:
    """Return the address of a server that is waited for longer than any busy machine needs."""
    return f"{url}{'&' if '?' in url else '?'}socket_timeout={PATIENCE}&socket_connect_timeout={PATIENCE}"


@asynccontextmanager
async def stage(folder: Path, policy: Path, redis_url: str, *arguments: str) -> AsyncIterator[Stage]:
    """Start all of it, and end it with the block.

    folder: for logs. arguments: further ones of the services. Raises `NoEnvoy` if there is none.
    """
    url = patient(redis_url)
    async with Upstream().serving() as upstream:
        with ExitStack() as stack:
            logs = [folder / f"access{number}.log" for number in range(2)]
            running = [
                stack.enter_context(
                    service(folder / "log", policy, "--redis", url, "--access-log", log, *arguments, http=True)
                )
                for log in logs
            ]
            front = stack.enter_context(envoy(folder, upstream.port, [each.port for each in running]))
            yield Stage(upstream, running, logs, front)
