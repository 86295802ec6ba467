"""`python -m ratelimit.gateway policy.yaml`; `check policy.yaml` and `replay policy.yaml access.log` as well."""

import argparse
import asyncio
import json
import logging
import sys
from contextlib import ExitStack, closing
from functools import partial
from math import inf
from pathlib import Path

from ratelimit.gateway.access_log import AccessLog
from ratelimit.gateway.check import Check
from ratelimit.gateway.counters import Counters
from ratelimit.gateway.explanation import explain, read_request
from ratelimit.gateway.gateway import Gateway, Watcher
from ratelimit.gateway.located import MistakeError
from ratelimit.gateway.log_file import LogFile
from ratelimit.gateway.metrics import Metrics
from ratelimit.gateway.reading import files_in, read_books
from ratelimit.gateway.replay.command import replay
from ratelimit.gateway.serving import serve


def main(arguments: list[str]) -> int:
    """Do what the command line says, and return the status to exit with."""
    if arguments[:1] == ["check"]:
        return _check(arguments[1:])
    if arguments[:1] == ["replay"]:
        return replay(arguments[1:])
    parser = argparse.ArgumentParser("python -m ratelimit.gateway", description="Answer gateways that ask for limits.")
    parser.add_argument("files", nargs="+", type=Path, help="files of policies, or folders of them")
    parser.add_argument("--grpc", type=_address, metavar="HOST:PORT", help="for Envoy")
    parser.add_argument("--http", type=_address, metavar="HOST:PORT", help="for nginx, Caddy, Traefik and Prometheus")
    parser.add_argument(
        "--trusted",
        nargs="+",
        default=["127.0.0.0/8", "::1"],
        metavar="NETWORK",
        help="whose X-Forwarded-For counts over HTTP: the gateway, and proxies before it (%(default)s)",
    )
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
    chosen = parser.parse_args(arguments)
    if not (chosen.grpc or chosen.http or chosen.explain):
        parser.error("--grpc or --http must say where to listen")
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    metrics = Metrics("memory" if chosen.redis is None else "redis")
    with ExitStack() as files:
        watchers: list[Watcher] = [metrics]
        try:
            if chosen.explain is not None:
                alone = Gateway(chosen.files, Counters(), as_envoy_counts=chosen.as_envoy_counts)
                _print_explanation(alone, chosen.explain)
                return 0
            if chosen.access_log is not None:
                is_stdout = chosen.access_log == "-"
                log = sys.stdout if is_stdout else files.enter_context(closing(LogFile(Path(chosen.access_log))))
                watchers.append(AccessLog(log))
            counters = _counters(chosen.redis)
            gateway = Gateway(
                chosen.files,
                counters,
                watchers=watchers,
                on_reload=metrics.count_reload,
                as_envoy_counts=chosen.as_envoy_counts,
            )
            check = Check(gateway, chosen.trusted, metrics.page)
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
        try:
            asyncio.run(
                serve(
                    gateway,
                    grpc_address=chosen.grpc,
                    http_address=chosen.http,
                    check=check,
                    drain=chosen.drain,
                    on_start=_tell_start,
                )
            )
        except OSError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


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


def _print_explanation(gateway: Gateway, path: Path) -> None:
    print(json.dumps(asyncio.run(explain(gateway, *read_request(path))), indent=2))


def _tell_start(service: str, port: int) -> None:
    print(f"{service}: listening on port {port}", flush=True)


def _check(arguments: list[str]) -> int:
    """Tell of each mistake in files, for a pipeline."""
    parser = argparse.ArgumentParser("python -m ratelimit.gateway check", description="Tell what is wrong in files.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--redis", action="store_true", help="and which limits Redis and Valkey can't hold")
    chosen = parser.parse_args(arguments)
    paths = files_in(chosen.files)
    counters = _counters("redis://" if chosen.redis else None)  # nothing is asked, so nothing connects
    try:
        books = read_books(paths, counters.prepare)
    except MistakeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"no mistakes (files: {len(paths)}, domains: {len(books)})")
    return 0


def _counters(url: str | None) -> Counters:
    if url is None:
        return Counters()
    from redis.asyncio import Redis  # noqa: PLC0415  only who counts there needs it

    from ratelimit.redis import AsyncRedisLimiter  # noqa: PLC0415

    client = Redis.from_url(url, socket_timeout=0.2, socket_connect_timeout=0.2)
    return Counters(partial(AsyncRedisLimiter, client=client, on_error="allow"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
