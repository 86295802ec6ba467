"""Locks that a finaliser or a signal handler may find taken by its own thread, and a forked child by another one."""

import os
from threading import RLock
from typing import Any
from weakref import WeakSet

_locks: WeakSet[Any] = WeakSet()


def new_lock() -> Any:
    """Make a lock that its holder may take again, and that is free in a forked child whose thread doesn't hold it."""
    lock = RLock()
    _locks.add(lock)
    return lock


def _renew_all() -> None:
    for lock in list(_locks):
        if not lock._is_owned():  # noqa: SLF001  what `threading` itself does after a fork
            lock._at_fork_reinit()  # noqa: SLF001  as above


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
