"""A service in a process of its own, and clients that ask it."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).parents[2]
CLIENTS = 8
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
SERVERS = {
    "asgi": ("uvicorn", "--no-access-log", "--log-level=warning"),
    "wsgi": ("gunicorn", "--worker-class=gthread", "--keep-alive=60", "--log-level=warning", "--no-control-socket"),
}
PATIENCE = 60  # s


@contextmanager
def serve(program: str, interface: str) -> Iterator[int]:
    """Run one worker of a program's `app` on a free port of this machine, which is returned; then end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    name, *options = SERVERS[interface]
    at = ["--port", str(port)] if name == "uvicorn" else ["--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen([sys.executable, "-m", name, f"{program}:app", *options, *at], cwd=ROOT) as process:  # noqa: S603  our own
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()


def ask(port: int, number: int) -> bytes:
    """Make about so many requests, as clients that keep their connections do, and return the last answer.

    All ask at once, and ask again when each has its answer.
    """
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE)) for _ in range(CLIENTS)]
        for _ in range(-(-number // CLIENTS)):
            for client in clients:
                client.sendall(REQUEST)
            for client in clients:
                answer = _answer(client)
    return answer


def _answer(client: socket.socket) -> bytes:
    """Read one answer, whose end its length tells."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _read(client)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += _read(client)
    if b" 200 " not in head[:20]:
        raise RuntimeError(f"the service must answer 200, got {head!r}")
    return head


def _read(client: socket.socket) -> bytes:
    received = client.recv(65536)
    if not received:
        raise ConnectionError("the service has closed the connection")
    return received


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    give_up = monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError as error:
            if process.poll() is not None or monotonic() > give_up:
                raise RuntimeError(f"the service did not start: {process.args!r}") from error
            sleep(0.05)
        else:
            return
