"""What goes over a client's connection: seen, held back, or cut, on its way to a real server."""

import re
from collections.abc import Callable
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.connection import ConnectionPool, parse_url
from redis.retry import Retry

from katas.grader.redis.servers.patience import SILENT, Patience

GREETINGS = {b"HELLO", b"CLIENT", b"AUTH", b"SELECT"}  # what a new connection sends first

_NAMED = re.compile(rb"(EVALSHA\r\n\$40\r\n)\w{40}")

Command = list[bytes]
Hook = Callable[[int], None]


class Wire:
    """The commands that one client sends: a list for each sending."""

    def __init__(self, *, foreign: bool = False) -> None:
        self.foreign, self.to_remove = foreign, list[Command]()  # commands whose keys must be removed
        self.scripts: list[str] = []  # texts, the latest first
        self.clear()

    def clear(self) -> None:
        """Forget what was sent, and remove the hooks."""
        self.sent: list[list[Command]] = []
        self.let_go()

    def let_go(self) -> None:
        """Remove the hooks: hold back and cut nothing."""
        self.forgets_next = False  # the next EVALSHA asks for a script that no server knows
        self.before: Hook = lambda _number: None  # gets the number of the next sending; may cut the connection
        self.after: Hook = lambda _number: None  # the same, once its answer is there and before it is read

    @property
    def commands(self) -> list[Command]:
        """All of them."""
        return [command for sending in self.sent for command in sending]

    def sends(self, data: bytes) -> bytes:
        """Note the commands, and return the bytes to send; greetings don't count."""
        commands = [command for command in parsed(data) if command[0].upper() not in GREETINGS]
        if commands:
            self.before(len(self.sent) + 1)
            self.sent.append(commands)
            self.to_remove += commands if self.foreign else []
            self.scripts[:0] = [text.decode(errors="replace") for command in commands for text in text_of(command)]
        if self.forgets_next and _NAMED.search(data):
            self.forgets_next = False
            return _NAMED.sub(rb"\1" + b"f" * 40, data, count=1)
        return data


def client(url: str, patience: Patience, wire: Wire | None = None, **wishes: Any) -> Any:
    """Return a client without retries. It is connected already, so that no greeting comes later."""
    kind: Any = parse_url(url).get("connection_class", redis.Connection)  # type: ignore[no-untyped-call]
    kind = _patient(kind, patience)
    if wire is not None:
        kind = _watched(kind, wire)
    limits = {"socket_timeout": SILENT, "socket_connect_timeout": SILENT, "retry": Retry(NoBackoff(), 0)}
    pool = ConnectionPool.from_url(url, connection_class=kind, **limits, **{"protocol": 2, **wishes})
    made = redis.Redis(connection_pool=pool)
    made.ping()
    if wire is not None:
        wire.clear()
    return made


def parsed(data: bytes) -> list[Command]:
    """Read commands as they are sent: "*2", then "$3" and three bytes, and so on."""
    commands, at = [], 0

    def number() -> int:
        nonlocal at
        start, at = at + 1, data.index(b"\r\n", at) + 2
        return int(data[start : at - 2])

    def word() -> bytes:
        nonlocal at
        size = number()
        start, at = at, at + size + 2
        return data[start : start + size]

    while at < len(data):
        commands.append([word() for _ in range(number())])
    return commands


def text_of(command: Command) -> list[bytes]:
    """Return the text of a script, if the command carries one."""
    name = command[0].upper()
    return command[1:2] if name in (b"EVAL", b"EVAL_RO") else command[2:3] if name == b"SCRIPT" else []


def keys_of(command: Command) -> list[bytes]:
    """Return the KEYS that a script is called with; none of other commands."""
    if command[0].upper() not in (b"EVAL", b"EVALSHA", b"EVAL_RO", b"EVALSHA_RO", b"FCALL"):
        return []
    return command[3 : 3 + int(command[2])]


def _patient(kind: type[Any], patience: Patience) -> type[Any]:
    class Patient(kind):  # type: ignore[misc]
        def read_response(self, *arguments: Any, **wishes: Any) -> Any:
            patience.wait(self.can_read)
            self.answered()
            return super().read_response(*arguments, **wishes)

        def answered(self) -> None:
            """Do something while the answer is there and not read yet."""

    return Patient


def _watched(kind: type[Any], wire: Wire) -> type[Any]:
    class Watched(kind):  # type: ignore[misc]
        def send_packed_command(self, command: Any, check_health: bool = True) -> None:  # noqa: FBT001, FBT002  redis-py's
            self.connect()  # first: this sends the greetings
            pieces = [command] if isinstance(command, (str, bytes)) else command
            data = wire.sends(b"".join(piece.encode() if isinstance(piece, str) else bytes(piece) for piece in pieces))
            super().send_packed_command([data], check_health)

        def answered(self) -> None:
            if wire.sent:
                wire.after(len(wire.sent))

    return Watched
