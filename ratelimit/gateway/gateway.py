"""What services ask: policies by domain, which may change while they run."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import monotonic_ns, perf_counter_ns
from typing import Final, TypeAlias

from ratelimit.gateway.asked import Asked
from ratelimit.gateway.counters import Counters
from ratelimit.gateway.located import MistakeError
from ratelimit.gateway.reading import Book, Books, domains_in, files_in, read_books
from ratelimit.gateway.verdict import Verdict

Watcher: TypeAlias = Callable[[Sequence[Asked], Verdict, int], None]

_log = logging.getLogger("ratelimit.gateway")
_LOG_PAUSE: Final = 1_000_000_000  # ns: a watcher that fails fails for each request
_MOST_UNKNOWN: Final = 100  # domains without a file that are told: whoever asks may invent more


class Gateway:
    """The policies of some files or folders, and their counters. Raises `MistakeError` for what is wrong in them.

    watchers: are told of each decision: what was asked, the verdict, and the nanoseconds that it took. One that
        fails changes no decision; that is logged at most once a second.
    on_reload: is told what has become of a reload: `changed`, `unchanged` if no file has, or `mistake`.
    as_envoy_counts: whether each of Envoy's descriptors decides and counts for itself, also what it refuses.
    """

    __slots__ = (
        "_as_envoy_counts",
        "_books",
        "_log_after",
        "_on_reload",
        "_paths",
        "_seen",
        "_unknown",
        "_watchers",
        "counters",
    )

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
        self._unknown: set[str] = set()

    def book(self, domain: str) -> Book | None:
        """Return the policies of a domain; None if it has none, which is logged once for each."""
        return self._books.get(domain) or self._books.get(None) or self._no_book(domain)

    def domains(self) -> str:
        """Return the domains that files are for, for people."""
        return domains_in(self._books)

    def _no_book(self, domain: str) -> Book | None:
        shown = repr(domain[:60])
        if domain and shown not in self._unknown and len(self._unknown) < _MOST_UNKNOWN:
            self._unknown.add(shown)
            _log.warning("No file is for the domain %s, so its requests pass; there are: %s", shown, self.domains())
        return None

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
        its counters. Whatever else is raised, it counts as a mistake too.
        """
        before, self._seen = self._seen, self._stamp()
        try:
            books = self._read()
        except MistakeError as error:
            for mistake in error.mistakes:
                _log.error("The old policies stay in force: %s", mistake)
            self._tell("mistake")
            return
        except Exception:
            self._tell("mistake")
            raise
        self._books, self._unknown = books, set()
        self.counters.forget_rules()
        result = "unchanged" if self._seen == before else "changed"
        self._tell(result)
        _log.info("Reloaded, %s (files: %d, domains: %s)", result, len(files_in(self._paths)), self.domains())

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
                stamps.append((path, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino))
        return stamps
