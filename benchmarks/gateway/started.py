"""Processes that are ended when their block is left, also by an error."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.request import urlopen

from katas.grader.redis.servers.wait_until import until

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # s, for a machine that is busy

Process: TypeAlias = "subprocess.Popen[str]"


@contextmanager
def started(command: Sequence[str | Path], log: Path) -> Iterator[Process]:
    """Run a command, and write what it tells to a file: a pipe that nobody reads would stop it in the end."""
    with (
        log.open("a", encoding="utf-8") as file,
        subprocess.Popen(list(command), cwd=ROOT, text=True, stdout=file, stderr=file) as process,  # noqa: S603  our own
    ):
        try:
            yield process
        finally:
            process.kill()


class Service:
    """One of the services that decide: its process, its port for gRPC, and its port for HTTP if it has one."""

    def __init__(self, process: Process, ports: Sequence[int]) -> None:
        self.process = process
        self.port, self.http_port = [*ports, 0][:2]

    def metrics(self) -> dict[str, float]:
        """Return what it tells Prometheus: values by names with their labels."""
        with urlopen(f"http://127.0.0.1:{self.http_port}/metrics", timeout=PATIENCE) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, _, value in [line.rpartition(" ") for line in lines if line[0] != "#"]}


@contextmanager
def service(
    log: Path, *arguments: str | Path, module: str = "ratelimit.gateway", http: bool = False
) -> Iterator[Service]:
    """Start a service on ports that are free, and wait until it listens."""
    kinds = ["grpc", "http"] if http else ["grpc"]
    listen = [part for kind in kinds for part in (f"--{kind}", "127.0.0.1:0")]
    start = len(log.read_text(encoding="utf-8")) if log.exists() else 0  # another one may write there too
    with started([sys.executable, "-m", module, *arguments, *listen], log) as process:

        def ports() -> list[str]:
            return re.findall(r": listening on port (\d+)\n", log.read_text(encoding="utf-8")[start:])

        until(lambda: len(ports()) == len(kinds) or process.poll() is not None, seconds=PATIENCE)
        if len(ports()) < len(kinds):
            raise RuntimeError(f"the service did not start: {log.read_text(encoding='utf-8')[start:]}")
        yield Service(process, [int(port) for port in ports()])
