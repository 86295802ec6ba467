"""What the error replies of Redis and Valkey say about the server, and about the connection to it.

A reply begins with a code. The packages cut it off those that they have a class for.
"""

import re

NOT_PRIMARY = frozenset({"READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "UNBLOCKED"})
"""This server can't decide: it is a replica now, has just started, or is cut off. By now its name, or the address of a
service, may lead to another server; the connection still leads to this one."""

CANNOT_WRITE = frozenset({"NOREPLICAS", "MISCONF", "BUSY"})
"""A primary, but one that may be replaced soon: it is cut off from its replicas, can't save, or runs a script that does
not end."""

# All others are about the request, or about what lasts: OOM, NOPERM, WRONGTYPE, ERR. Their connection stays open.

_CODES = {
    "AskError": "ASK",
    "BusyLoadingError": "LOADING",
    "ClusterDownError": "CLUSTERDOWN",
    "MasterDownError": "MASTERDOWN",
    "MovedError": "MOVED",
    "NoScriptError": "NOSCRIPT",
    "ReadOnlyError": "READONLY",
    "TryAgainError": "TRYAGAIN",
}
_IN_SCRIPT = re.compile(r".*?: -([A-Z]+) ", re.DOTALL)  # Redis 6.2: "ERR Error running script (...): -READONLY ..."


def code(reply: object) -> str:
    """Return the code of an error reply; for any other object, text that is none."""
    known = _CODES.get(type(reply).__name__)
    if known is not None:
        return known
    text = str(reply)
    if "Error running script" in text and (inner := _IN_SCRIPT.match(text)):
        return inner[1]
    return text.partition(" ")[0]


def is_error_reply(error: Exception) -> bool:
    """Say whether the server sent this error, of whichever package it is."""
    return any(kind.__name__ in {"ResponseError", "BusyLoadingError"} for kind in type(error).__mro__)


def is_not_primary(reply: object) -> bool:
    """Say whether the server ran nothing, as it is not the primary, or not yet."""
    return isinstance(reply, Exception) and code(reply) in NOT_PRIMARY


def ends_connection(reply: object, *, asked_again: bool) -> bool:
    """Say whether to close the connection that the reply came from.

    `asked_again`: whether the request is about to be sent once more if this is not the primary; that makes a new
    connection of this one.
    """
    if not isinstance(reply, Exception):
        return False
    found = code(reply)
    return found in CANNOT_WRITE or (found in NOT_PRIMARY and not asked_again)
