"""One server of a cluster: started, asked and broken."""

import os
import signal
from contextlib import closing
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

HOST = "127.0.0.1"


class Node:
    """One server of the cluster."""

    def __init__(self, number: int, server: Any, port: int) -> None:
        self.number = number
        self.port = port
        self.name = f"{HOST}:{port}"
        self.id = ""
        self._server = server
        self._pid = 0

    def start(self) -> None:
        """Start, or start again with the same port and place in the cluster, and no data."""
        self._server.start()
        self._pid = int(self.ask("INFO", "server")["process_id"])
        self.id = self.ask("CLUSTER MYID").decode()

    def is_up(self) -> bool:
        """Say whether it has been started, and not killed since."""
        return bool(self._server.is_running())

    def kill(self) -> None:
        """Kill it at once, with SIGKILL."""
        self._server.terminate()

    def stop(self) -> None:
        """Let it hang: it keeps its connections, and answers nothing."""
        os.kill(self._pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """End a `stop`."""
        os.kill(self._pid, signal.SIGCONT)

    def ask(self, *command: object) -> Any:
        """Return the reply to one command."""
        with closing(Redis(HOST, self.port, socket_timeout=5)) as client:
            return client.execute_command(*command)  # type: ignore[no-untyped-call]

    def role(self) -> str:
        """Return "master", "slave" once it has its data, or "" for anything in between."""
        try:
            said = self.ask("INFO", "replication")
        except (RedisError, OSError):
            return ""
        return "" if said.get("master_link_status") == "down" else str(said["role"])

    def bus(self) -> int:
        """Return the port at which the other nodes talk to it."""
        return int(self.ask("CONFIG GET", "cluster-port")["cluster-port"])

    def known(self) -> dict[str, Any]:
        """Return what it knows of the nodes that it has met, by their ids."""
        told = self.ask("CLUSTER NODES")
        return {about["node_id"]: about for about in told.values() if "handshake" not in about["flags"]}

    def view(self) -> list[tuple[str, ...]]:
        """Return which node serves what, as this one sees it."""
        return sorted(
            (name, about["flags"].replace("myself,", ""), about["master_id"], str(about["slots"]))
            for name, about in self.known().items()
        )
