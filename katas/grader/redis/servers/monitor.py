"""What a server sees: MONITOR, with the commands of scripts, on our own server; on another's, what the wire sent."""

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from katas.grader.redis.servers.graded_server import Server
from katas.grader.redis.servers.instrumented_client import GREETINGS, Command, Wire, client

_READS = {
    *("EVAL", "EVALSHA", "SCRIPT", "TIME", "GET", "MGET", "HGET", "HMGET", "HGETALL", "EXISTS", "TTL", "PTTL"),
    *("WATCH", "UNWATCH", "MULTI", "EXEC"),
}


@contextmanager
def monitored(server: Server, wire: Wire) -> Iterator[list[str]]:
    """Fill the list, at the end, with a line for each command that was seen."""
    lines: list[str] = []
    before = len(wire.sent)
    with watched(server) as seen:
        yield lines
    if not server.own:
        seen += [("", command) for sending in wire.sent[before:] for command in sending]
    lines += [("    lua  " if source == "lua" else "    ") + shown(command) for source, command in seen]


def writes(line: str) -> bool:
    """Whether a line of these shows a command that changes what is stored."""
    return line.removeprefix("    lua").split()[0] not in _READS


@contextmanager
def watched(server: Server) -> Iterator[list[tuple[str, Command]]]:
    """Fill the list, at the end, with what our own server saw, each with "lua" if a script called it."""
    seen: list[tuple[str, Command]] = []
    if not server.own:
        yield seen
        return
    mark = token_hex(8)
    with client(server.url, server.patience).monitor() as monitor:
        yield seen
        server.admin.echo(mark)
        while True:
            source, words = _parsed(monitor.connection.read_response(disable_decoding=True))
            if words[1:] == [mark.encode()]:
                return
            if words[0].upper() not in GREETINGS:
                seen.append((source, words))


def _parsed(line: bytes) -> tuple[str, Command]:
    """Read a line of MONITOR: the time, [database source] and the quoted words."""
    where = re.search(rb"\[\d+ (.*?)\]", line)
    words = re.findall(rb'"((?:[^"\\]|\\.)*)"', line[where.end() :] if where else line, re.DOTALL)
    return (where[1].decode() if where else ""), [ast.literal_eval(f'b"{word.decode("ascii")}"') for word in words]


def shown(command: Command) -> str:
    """Show a command in one line, with a digest or a whole script cut to a few letters."""
    words = [word.decode(errors="replace") for word in command]
    words = [words[0].upper(), *(f"{word[:6]}..." if len(word) >= 40 else word for word in words[1:])]
    line = " ".join(words).replace("\n", " ")
    return line if len(line) <= 70 else line[:67] + "..."
