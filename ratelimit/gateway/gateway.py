"""What services ask: policies by domain, which may change while they run."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import monotonic_ns, perf_counter_ns
from typing import Final, TypeAlias

from ratelimit.gateway.asked import Asked
from ratelimit.gateway.counters import Counters
from ratelimit.gateway.located import MistakeError
from ratelimit.gateway.policies import Policies
from ratelimit.gateway.reading import Book, Books, files_in, read_books
from ratelimit.gateway.verdict import Verdict

Watcher: TypeAlias = Callable[[Sequence[Asked], Verdict, int], None]

_log = logging.getLogger("ratelimit.gateway")
_LOG_PAUSE: Final = 1_000_000_000  # ns: a watcher that fails fails for each request


class Gateway:
    """The policies of some files or folders, and their counters. Raises `MistakeError` for what is wrong in them.

    watchers: are told of each decision: what was asked, the verdict, and the nanoseconds that it took. One that
        fails changes no decision; that is logged at most once a second.
    on_reload: is told what has become of a reload: `changed`, or `mistake`.
    as_envoy_counts: whether each of Envoy's descriptors decides and counts for itself, also what it refuses.
    """

    __slots__ = ("_as_envoy_counts", "_books", "_log_after", "_on_reload", "_paths", "_seen", "_watchers", "counters")

    def __init__(
        self,
        paths: Sequence[Path],
        counters: Counters,
        *,
        watchers: Sequence[Watcher] = (),
        on_reload: Callable[[str], None] | None = None,
        as_envoy_counts: bool = False,
    ) -> None:
        self._as_envoy_counts = as_envoy_counts
        self._watchers = watchers
        self._on_reload = on_reload
        self._log_after = 0
        self._paths = paths
        self.counters = counters
        self._seen = self._stamp()
        self._books = self._read()

    def book(self, domain: str) -> Book | None:
        """Return the policies of a domain; None if it has none."""
        return self._books.get(domain) or self._books.get(None)

    async def decide(self, asked: Sequence[Asked]) -> Verdict:
        """Decide on one request."""
        return await self._watch(asked, self.counters.decide(asked))

    async def decide_on_descriptors(self, asked: Sequence[Asked]) -> Verdict:
        """Decide on one request that counts by Envoy's descriptors."""
        decide = self.counters.decide_each if self._as_envoy_counts else self.counters.decide
        return await self._watch(asked, decide(asked))

    async def _watch(self, asked: Sequence[Asked], deciding: Awaitable[Verdict]) -> Verdict:
        if not self._watchers:
            return await deciding
        start = perf_counter_ns()
        verdict = await deciding
        took = perf_counter_ns() - start
        for watch in self._watchers:
            try:
                watch(asked, verdict, took)
            except Exception:  # noqa: BLE001  such as a full disk: the request is decided
                self._log_failure(watch)
        return verdict

    def _log_failure(self, watch: Watcher) -> None:
        now = monotonic_ns()
        if now >= self._log_after:
            self._log_after = now + _LOG_PAUSE
            _log.exception("%s failed, decisions go on", type(watch).__name__)

    def reload(self) -> None:
        """Read the files again, at once and as a whole.

        If anything is wrong in them, the old policies stay, and that is logged. A limit that has not changed keeps
        its counters.
        """
        self._seen = self._stamp()
        try:
            books = self._read()
        except MistakeError as error:
            _log.error("The old policies stay in force:\n%s", error)
            self._tell("mistake")
            return
        self._books = books
        self.counters.forget_all_but(
            rule for book in books.values() if isinstance(book, Policies) for rule in book.rules
        )
        self._tell("changed")
        _log.info("Reloaded the policies of %d files", len(files_in(self._paths)))

    def _read(self) -> Books:
        return read_books(files_in(self._paths), self.counters.prepare)

    def has_changed(self) -> bool:
        """Say whether a file has changed since it was read."""
        return self._stamp() != self._seen

    def _tell(self, result: str) -> None:
        if self._on_reload is not None:
            self._on_reload(result)

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
