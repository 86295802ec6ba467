"""The package that a client comes from: redis-py or valkey-py."""

import sys
from importlib import import_module
from typing import Any, NamedTuple

CLASSES = {"redis": ("Redis", "RedisCluster"), "valkey": ("Valkey", "ValkeyCluster")}


class Library(NamedTuple):
    """What the two packages name differently. Neither is imported unless a client of it is there."""

    name: str

    connection_error: type[Exception]

    error_replies: tuple[type[Exception], ...]
    """What is raised for a reply that is an error."""

    unreachable: tuple[type[Exception], ...]
    """All that is raised when there is no reply."""

    own_errors: tuple[type[Exception], ...] = ()
    """Those of them that are the package's own."""


def library_of(client: object, *, asynchronous: bool) -> tuple[Library, bool]:
    """Return the client's package, and whether the client is a cluster's. Raises `TypeError` for any other object."""
    suffix = ".asyncio" if asynchronous else ""
    for name, classes in CLASSES.items():
        module = sys.modules.get(name + suffix)  # whoever made a client has imported it
        for number, kind in enumerate(classes if module else ()):
            if isinstance(client, getattr(module, kind)):
                return library(name), number == 1
    names = [f"{name}{suffix}.{kind}" for name, classes in CLASSES.items() for kind in classes]
    raise TypeError(f"client must be a {', '.join(names[:-1])} or {names[-1]}, got {client!r}")


def library(name: str) -> Library:
    """Return the package of this name."""
    errors: Any = import_module(f"{name}.exceptions")
    word = name.capitalize()
    own_errors = getattr(errors, f"{word}Error"), getattr(errors, f"{word}ClusterException")
    return Library(
        name,
        errors.ConnectionError,
        (errors.ResponseError, errors.BusyLoadingError),
        (*own_errors, OSError),
        own_errors,
    )
