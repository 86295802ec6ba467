"""A question to Redis, and how questions travel."""

from collections.abc import Generator
from typing import Any, NamedTuple, TypeAlias, TypeVar

from redis import exceptions as errors

from ratelimit.redis.script import Command

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
    """One command on one key, and what is known of its answer."""

    __slots__ = ("answer", "command", "dead_end", "detour", "error", "key")

    def __init__(self, key: bytes, command: Command) -> None:
        self.key = key
        self.command = command
        self.answer: Any = None  # a reply, or the exception that stands for it
        self.error: Exception | None = None  # why it was not answered the last time
        self.dead_end: Any = None  # the node that could not be reached then
        self.detour: errors.AskError | None = None  # the reply that names another node, better informed than the map

    def commands(self) -> list[Command]:
        """Return what to send; the reply to the last is the one that counts."""
        moving = self.detour is not None and not isinstance(self.detour, errors.MovedError)
        return [("ASKING",), self.command] if moving else [self.command]

    def fail(self, node: Any, error: Exception) -> None:
        """Take note that the node could not answer."""
        self.dead_end, self.error, self.detour = node, error, None
