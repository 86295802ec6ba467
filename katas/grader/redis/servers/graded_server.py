"""The server that a submission is graded on, with what a grader does to it: look, flush, stop a script, start again."""

import os
import secrets
import signal
from contextlib import ExitStack
from functools import cache
from typing import Any

import redis

from katas.grader.redis.servers.instrumented_client import Command, Wire, client, keys_of
from katas.grader.redis.servers.patience import Patience
from katas.grader.redis.servers.server import VARIABLE, NoServer, server_url
from katas.grader.redis.servers.ttl import Expiries, expiries

BUSY_AFTER = 300  # ms: from then on, the server tells others that a script keeps it busy
ENDS = 20.0  # s, in which it says whether it can end a script


class Server:
    """Our own Valkey, in this process's group, so that it ends with it; or the one that the variable names."""

    def __init__(self) -> None:
        self.own = not os.environ.get(VARIABLE)
        self.mark = "kata" if self.own else f"ratelimit-katas-{secrets.token_hex(4)}"  # stands before all our prefixes
        self.prefixes = 0
        self.patience = Patience()
        self._clients: dict[tuple[Any, ...], tuple[Any, Wire]] = {}
        self._start()

    def _start(self) -> None:
        self._clients.clear()
        self._running = ExitStack()
        try:
            self.url = self._running.enter_context(server_url(busy_reply_threshold=BUSY_AFTER, maxmemory="256mb"))
            self.patience.url, self.patience.pid = self.url, 0
            self.admin: Any = client(self.url, self.patience)
            self.admin.response_callbacks.pop("COMMAND GETKEYS", None)  # it would decode what need not be text
            self.pid = int(self.admin.info("server")["process_id"])
            self.patience.pid = self.pid if self.own else 0
        except (redis.RedisError, ValueError) as error:
            words = f"The Redis that {VARIABLE} names does not answer. Unset it: the grader starts its own. ({error})"
            raise NoServer(words) from error

    def start_anew(self) -> None:
        """Replace our own server, which can't be used any more."""
        self._running.close()
        self._start()

    def gone(self) -> bool:
        """Whether the server is gone."""
        return self.patience.says("PING") == "gone"

    def prefix(self) -> str:
        """Return a prefix without keys. On our own server it is always the same, so that cards are."""
        self.empty()
        if self.own:
            return self.mark
        self.prefixes += 1
        return f"{self.mark}{self.prefixes}"

    def client(self, who: str = "A", **wishes: Any) -> tuple[Any, Wire]:
        """Return a client of this kind, the same for the same words, and its wire, cleared."""
        asked = (who, *sorted(wishes.items()))
        if asked not in self._clients:
            wire = Wire(foreign=not self.own)
            self._clients[asked] = (client(self.url, self.patience, wire, **wishes), wire)
        found, wire = self._clients[asked]
        wire.clear()
        return found, wire

    def wire(self, **wishes: Any) -> Wire:
        """Return the wire of that client, as it stands."""
        return self._clients["A", *sorted(wishes.items())][1]

    @property
    def scripts(self) -> list[str]:
        """The texts of all scripts that were sent."""
        return [text for _, wire in self._clients.values() for text in wire.scripts]

    def now(self) -> int:
        """Return the server's time in microseconds."""
        seconds, rest = self.admin.time()
        return int(seconds) * 1_000_000 + int(rest)

    def forget_scripts(self) -> None:
        """Make the server lose its scripts, as a restart does; on another's server, only the next one asked for."""
        if self.own:
            self.admin.script_flush()
        for _, wire in () if self.own else self._clients.values():
            wire.forgets_next = True

    def empty(self) -> None:
        """Drop all keys of our own server."""
        if self.own:
            self.admin.flushdb()

    def keys(self, wire: Wire) -> list[bytes]:
        """Return the keys on the server; on another's server those that the wire has named."""
        if self.own:
            return sorted(self.admin.keys())
        named = sorted({key for command in wire.commands for key in self.named(command)})
        return [key for key in named if self.admin.exists(key)]

    def expiries(self, wire: Wire) -> Expiries:
        """Return when each of those keys will be gone."""
        return expiries(self.admin, None if self.own else self.keys(wire))

    def named(self, command: Command) -> list[bytes]:
        """Return the keys that a command names."""
        try:
            return list(self.admin.execute_command("COMMAND GETKEYS", *command))
        except redis.ResponseError:  # it has none
            return []

    def tidy(self) -> None:
        """Remove from another's server what our clients have put there."""
        for _, wire in () if self.own else self._clients.values():
            left = {name for command in wire.to_remove for name in keys_of(command) or self.named(command)}
            wire.to_remove.clear()
            if left:
                self.admin.delete(*left)

    def free(self) -> str:
        """End what keeps the server busy, and say what that took; "" if nothing does. Then it is known to be free."""
        self.patience.stuck = ""
        said = self.patience.says("SCRIPT KILL", ENDS)
        if said == "yes" and self.patience.free():
            return "The grader made the server stop it."
        if said.startswith("NOTBUSY") and self.patience.free():
            return ""
        if not self.own:
            return "It has written, so the server can't stop it any more: SHUTDOWN NOSAVE is all that is left there."
        os.kill(self.pid, signal.SIGKILL)
        self.start_anew()
        return "It had written, so no server could stop it any more: the grader killed the server."


@cache
def the_server() -> Server:
    """Return the server of this process. Raises `NoServer` if there is none to be had."""
    return Server()
