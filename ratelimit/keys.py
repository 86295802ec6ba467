"""Several keys in one call."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Self, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Keys:
    """One key for each limit of a limiter, in their order: this user, and everybody together.

    It is asked for where a key is, and the decision is one: each limit counts for its own key, or none counts anything.
    """

    __slots__ = ("_each",)

    def __init__(self, *keys: Hashable) -> None:
        if not keys:
            raise ValueError("Keys must be at least one, one for each limit, got none")
        self._each = keys

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._each)

    def __len__(self) -> int:
        return len(self._each)

    def __repr__(self) -> str:
        return f"Keys{self._each!r}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keys) and self._each == other._each

    def __hash__(self) -> int:
        return hash((Keys, self._each))  # no tuple that is a key itself is equal to it

    def __reduce__(self) -> tuple[type[Self], tuple[Hashable, ...]]:
        return type(self), self._each

    def one_for_each(self, limits: int) -> tuple[Hashable, ...]:
        """Return the keys, if they are as many as the limits. Raises `ValueError` if not."""
        if len(self._each) != limits:
            raise ValueError(f"keys must be one for each limit, {limits}, got {len(self._each)}: {self!r}")
        return self._each


def checked_keys(keys: Iterable[Key]) -> list[Key]:
    """Return the keys. Raises `TypeError` for one key where several belong."""
    if isinstance(keys, str | Keys):
        raise TypeError(f"keys must be several, got the one {keys!r}")
    return list(keys)
