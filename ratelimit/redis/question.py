"""A question to Redis, and how questions travel."""

from collections.abc import Generator
from typing import Any, NamedTuple, TypeAlias, TypeVar

from redis import exceptions as errors

from ratelimit.redis.command import Command
from ratelimit.redis.script import Script

UNREACHABLE = (errors.RedisError, errors.RedisClusterException, OSError)

T = TypeVar("T")


class Parcel(NamedTuple):
    """Commands for one node of a cluster, or for the only server there is: None."""

    node: Any
    commands: list[Command]


class Lost(NamedTuple):
    """Instead of replies: what went wrong, and whether the server may have run the commands all the same."""

    error: Exception
    sent: bool


class Search(NamedTuple):
    """Look anew who serves which slot. Whoever waits for it waits too if somebody is looking already."""

    awaited: bool


Replies: TypeAlias = list[Any] | Lost
Talk: TypeAlias = Generator[list[Parcel] | Search, Any, T]
"""Yields parcels and is sent `Replies` for each, in their order; or yields a search, and is sent nothing."""


class Question:
    """One command on one key, and what it came to."""

    __slots__ = ("answer", "command", "key")

    def __init__(self, key: bytes, command: Command) -> None:
        self.key = key
        self.command = command
        self.answer: Any = None  # a reply, or the exception that stands for it


def pack(script: Script, node: Any, commands: list[Command]) -> Parcel:
    """Return the parcel. The first of many brings the script: or one may be sent back for want of it, and overtaken."""
    return Parcel(node, [script.in_full(commands[0]), *commands[1:]] if len(commands) > 1 else commands)


def is_full(error: Exception) -> bool:
    """Say if it was the client that had no connection left. That is nobody's being away: it is raised, always."""
    return isinstance(error, errors.MaxConnectionsError) or str(error) == "No connection available."
