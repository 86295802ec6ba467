"""What services ask: policies by domain, which may change while they run."""

import logging
from collections.abc import Sequence
from pathlib import Path

from ratelimit.gateway.asked import Asked
from ratelimit.gateway.counters import Counters
from ratelimit.gateway.located import MistakeError
from ratelimit.gateway.reading import Book, Books, files_in, read_books
from ratelimit.gateway.verdict import Verdict
from ratelimit.web.steps import run_async

_log = logging.getLogger("ratelimit.gateway")


class Gateway:
    """The policies of some files or folders, and their counters. Raises `MistakeError` for what is wrong in them."""

    __slots__ = ("_books", "_paths", "_seen", "counters")

    def __init__(self, paths: Sequence[Path], counters: Counters) -> None:
        self._paths = paths
        self._seen = self._stamp()
        self._books: Books = read_books(files_in(paths))
        self.counters = counters

    def book(self, domain: str) -> Book | None:
        """Return the policies of a domain; None if it has none."""
        return self._books.get(domain) or self._books.get(None)

    async def decide(self, asked: Sequence[Asked]) -> Verdict:
        """Decide on one request."""
        return await run_async(self.counters.decide(asked))

    def reload(self) -> bool:
        """Read the files again, at once and as a whole, and say whether they hold now.

        If anything is wrong in them, the old policies stay, and that is logged. A limit that has not changed keeps
        its counters.
        """
        self._seen = self._stamp()
        try:
            books = read_books(files_in(self._paths))
        except MistakeError as error:
            _log.error("The old policies stay in force:\n%s", error)
            return False
        self._books = books
        self.counters.forget_sets()
        _log.info("Reloaded the policies of %d files", len(files_in(self._paths)))
        return True

    def has_changed(self) -> bool:
        """Say whether a file has changed since it was read."""
        return self._stamp() != self._seen

    def _stamp(self) -> list[object]:
        stamps: list[object] = []
        for path in files_in(self._paths):
            try:
                stat = path.stat()
            except OSError:
                stamps.append(path)
            else:
                stamps.append((path, stat.st_mtime_ns, stat.st_size, stat.st_ino))
        return stamps
