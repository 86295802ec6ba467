"""A store that two servers share, in which another request can come between a read and a write."""

from collections.abc import Callable, Hashable
from copy import deepcopy
from typing import Any


class Store:
    """Values by key. What is put in and taken out is copied, as over a network."""

    def __init__(self) -> None:
        self._values: dict[Hashable, Any] = {}
        self.meanwhile: Callable[[], None] | None = None  # happens once, after the next read

    def get(self, key: Hashable) -> Any:
        """Return the value; None if there is none."""
        found = deepcopy(self._values.get(key))
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return found

    def compare_and_set(self, key: Hashable, old: Any, new: Any) -> bool:
        """Set the value if it still equals `old`, and say whether it was set. None is old if there is no value."""
        if self._values.get(key) != old:
            return False
        self._values[key] = deepcopy(new)
        return True
