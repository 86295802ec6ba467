"""`python -m ratelimit.gateway policy.yaml --grpc 127.0.0.1:8081`: answers gateways that ask for limits."""

import argparse
import asyncio
import json
import logging
import sys
import time
from contextlib import ExitStack, closing
from math import inf
from pathlib import Path

from ratelimit.gateway.access_log import AccessLog
from ratelimit.gateway.check import Check
from ratelimit.gateway.counters import Counters
from ratelimit.gateway.explanation import explain, read_request
from ratelimit.gateway.gateway import Gateway, Watcher
from ratelimit.gateway.log_file import LogFile
from ratelimit.gateway.metrics import Metrics
from ratelimit.gateway.on_redis import counters_on, tell_if_away
from ratelimit.gateway.once_a_minute import OnceAMinute
from ratelimit.gateway.serving import serve
from ratelimit.gateway.trusted import add_trusted

_log = logging.getLogger("ratelimit.gateway")


def main(arguments: list[str]) -> int:
    """Do what the command line says, and return the status to exit with."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if not (chosen.grpc or chosen.http or chosen.explain):
        first = chosen.files[0]
        if not first.exists():
            parser.error(f"{first} is no file, no folder, and no command: commands are check and replay")
        parser.error("--grpc or --http must say where to listen")
    _start_log()
    metrics = Metrics("memory" if chosen.redis is None else "redis")
    with ExitStack() as files:
        watchers: list[Watcher] = [metrics]
        try:
            if chosen.explain is not None:
                alone = Gateway(chosen.files, Counters(), as_envoy_counts=chosen.as_envoy_counts)
                _print_explanation(alone, chosen.explain)
                return 0
            if chosen.access_log is not None:
                watchers.append(
                    AccessLog(sys.stdout if chosen.access_log == "-" else _opened(chosen.access_log, files))
                )
            gateway = Gateway(
                chosen.files,
                Counters() if chosen.redis is None else counters_on(chosen.redis),
                watchers=watchers,
                on_reload=metrics.count_reload,
                as_envoy_counts=chosen.as_envoy_counts,
            )
            check = Check(gateway, chosen.trusted, metrics.page)
            asyncio.run(_serve(chosen, gateway, check))
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m ratelimit.gateway",
        description="Answer gateways that ask for limits.",
        epilog="Two more commands, each with a --help: check POLICY.YAML tells what is wrong in files; "
        "replay POLICY.YAML ACCESS.LOG tells whom policies would have refused.",
    )
    parser.add_argument("files", nargs="+", type=Path, help="files of policies, or folders of them")
    parser.add_argument("--grpc", type=_address, metavar="HOST:PORT", help="for Envoy")
    parser.add_argument("--http", type=_address, metavar="HOST:PORT", help="for nginx, Caddy, Traefik and Prometheus")
    add_trusted(parser, "whose X-Forwarded-For counts over HTTP: the gateway, and proxies before it")
    parser.add_argument("--redis", metavar="URL", help="count on Redis or Valkey, and not in this process")
    parser.add_argument(
        "--as-envoy-counts",
        action="store_true",
        help="let each of Envoy's descriptors decide for itself, and count what is refused",
    )
    parser.add_argument(
        "--drain",
        type=_seconds,
        default=0.0,
        metavar="SECONDS",
        help="answer so long after SIGTERM, while health says that it does not serve (%(default)g)",
    )
    parser.add_argument("--access-log", metavar="FILE", help="write a line of JSON for each decision; - is stdout")
    parser.add_argument("--explain", type=Path, metavar="REQUEST.JSON", help="tell how a request is answered, and why")
    return parser


async def _serve(chosen: argparse.Namespace, gateway: Gateway, check: Check) -> None:
    if chosen.redis is not None:
        await tell_if_away(chosen.redis)
    await serve(
        gateway,
        grpc_address=chosen.grpc,
        http_address=chosen.http,
        check=check,
        drain=chosen.drain,
        on_start=_tell_start,
    )


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"must be a host and a port up to 65535, as 127.0.0.1:8081, got {text!r}")
    return text


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < inf:
        raise argparse.ArgumentTypeError(f"must be seconds, at least 0, got {text!r}")
    return seconds


def _start_log() -> None:
    """Write to standard error what operators are told, each with its time in UTC."""
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    handler.addFilter(OnceAMinute("ratelimit.redis"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _opened(path: str, files: ExitStack) -> LogFile:
    try:
        return files.enter_context(closing(LogFile(Path(path))))
    except OSError as error:
        raise OSError(f"--access-log {path}: {error.strerror}") from error


def _print_explanation(gateway: Gateway, path: Path) -> None:
    try:
        request = read_request(path)
    except OSError as error:
        raise OSError(f"--explain {path}: {error.strerror}") from error
    print(json.dumps(asyncio.run(explain(gateway, *request)), indent=2))


def _tell_start(service: str, port: int) -> None:
    _log.info("%s: listening on port %d", service, port)
