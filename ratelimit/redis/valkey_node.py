"""Connections from a node of valkey-py's cluster in asyncio.

Whenever it asks for the slot map, valkey-py replaces all its nodes, and closes all connections of the old ones, also
those in use: a reply that is on its way would be lost. So a node must not know of a connection while it is in use.
"""

from typing import Any


class InUse:
    """Stands for a connection that is in use, in its node's list."""

    __slots__ = ()

    is_connected = False

    async def disconnect(self) -> None:
        """Close nothing."""


IN_USE = InUse()


def acquire(node: Any) -> Any:
    """Take a connection from the node."""
    connection = node.acquire_connection()
    connections = node._connections  # noqa: SLF001  no public method gives a connection back, and so below
    connections[connections.index(connection)] = IN_USE
    return connection


async def release(node: Any, connection: Any, *, replaced: bool) -> None:
    """Give the connection back. It is closed if the node was replaced meanwhile."""
    connections = node._connections  # noqa: SLF001
    connections[connections.index(IN_USE)] = connection
    if replaced:
        await connection.disconnect(nowait=True)
    node._free.append(connection)  # noqa: SLF001
