"""What to send to Redis and what to make of the replies, as generators that do no I/O themselves (sans-I/O)."""

from collections.abc import Generator
from typing import Any, NamedTuple, TypeAlias, TypeVar

from ratelimit.redis.command import Command
from ratelimit.redis.script import Script

MAX_COMMANDS = 1000  # in one piece: the server decides on them in some 20 ms, a tenth of a time-out of 0.2 s; 300 kB

T = TypeVar("T")


class Batch(NamedTuple):
    """Commands for one node of a cluster, or for the only server, which is None."""

    node: Any
    commands: list[Command]
    fresh: bool = False  # whether to connect anew before they are sent

    def is_asked_again(self) -> bool:
        """Say whether the commands are sent once more if the server is not the primary."""
        return self.node is None and not self.fresh


class ConnectionLost(NamedTuple):
    """What comes instead of replies: the error, and whether the server may have run the commands."""

    error: Exception
    sent: bool


class RefreshSlotMap(NamedTuple):
    """Ask the cluster again which node serves which slot. `wait`: whether to wait for a refresh that already runs."""

    wait: bool


Replies: TypeAlias = list[Any] | ConnectionLost
Exchange: TypeAlias = Generator[list[Batch] | RefreshSlotMap, Any, T]
"""Yields batches, and is sent the `Replies` to each, in the same order; or yields a refresh, and is sent nothing."""


class Request:
    """One command on one key, and its reply."""

    __slots__ = ("command", "key", "reply")

    def __init__(self, key: bytes, command: Command) -> None:
        self.key = key
        self.command = command
        self.reply: Any = None  # or the exception in its place


def new_batch(script: Script, node: Any, commands: list[Command], *, fresh: bool = False) -> Batch:
    """Make a batch. The first of several commands carries the script: else one could fail, and run after the others."""
    return Batch(node, [script.in_full(commands[0]), *commands[1:]] if len(commands) > 1 else commands, fresh)
