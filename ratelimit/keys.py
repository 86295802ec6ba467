"""Several keys in one call."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def checked_keys(keys: Iterable[Key]) -> list[Key]:
    """Return the keys. Raises `TypeError` for one key where several belong, and for one that can't be hashed."""
    if isinstance(keys, str):
        raise TypeError(f"keys must be several, got the one {keys!r}")
    several = list(keys)
    for key in several:
        hash(key)
    return several
