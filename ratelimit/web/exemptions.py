"""Requests that don't count, by their path and method."""

from collections.abc import Collection


class Exemptions:
    """Paths, and methods, of requests that don't count.

    paths: `"/health"` is that path alone; `"/static/*"` is all below it, but not what leads out of it by `..`.

    Raises `TypeError` for one text where several belong, and for one that is none, and `ValueError` for what can be no
    path or method.
    """

    __slots__ = ("_below", "_methods", "_paths")

    def __init__(self, paths: Collection[str], methods: Collection[str]) -> None:
        for name, several in (("exempt_paths", paths), ("exempt_methods", methods)):
            if isinstance(several, str):
                raise TypeError(f"{name} must be several, got the one text {several!r}: put it in a list")
            for each in several:
                if not isinstance(each, str):
                    raise TypeError(f"{name} must be texts, got {each!r}")
        for path in paths:
            if not path.startswith("/") or "*" in path.removesuffix("/*"):
                raise ValueError(f"exempt_paths must be like '/health' or '/static/*', got {path!r}")
        for method in methods:
            if method != method.upper():
                raise ValueError(f"exempt_methods must be in capitals, got {method!r}")
        self._methods = frozenset(methods)
        self._paths = frozenset([path for path in paths if not path.endswith("/*")])
        self._below = tuple([path.removesuffix("*") for path in paths if path.endswith("/*")])

    def hold(self, method: str, path: str) -> bool:
        """Say whether a request with this method and path doesn't count."""
        if method in self._methods or path in self._paths:
            return True
        return bool(self._below) and path.startswith(self._below) and ".." not in path.split("/")
