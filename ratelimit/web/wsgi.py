"""Limits in front of a WSGI app."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias, Unpack

from ratelimit.web.client_key import ClientKey
from ratelimit.web.coroutines import run
from ratelimit.web.decisions import DECISIONS, Decisions
from ratelimit.web.demand import RequestLimits
from ratelimit.web.headers import with_fields
from ratelimit.web.problem import CONTENT_TYPE, body_of
from ratelimit.web.request_limiter import Options, RequestLimiter, check_callable

if TYPE_CHECKING:
    from ratelimit.web.request_decision import RequestDecision

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
App: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]


class WSGIRateLimitMiddleware:
    """`RateLimitMiddleware` for WSGI.

    The arguments are the same, without `websockets`; functions get the environ and are no coroutine functions, limiters
    are plain ones (`partial(RedisLimiter, client=client)`), and `refused` is a WSGI app. What was decided is in
    `environ["ratelimit"]`. With `settle`, what the app returns is wrapped; it is settled when the server closes it.
    """

    def __init__(
        self, app: App, limits: RequestLimits, *, refused: App | None = None, **options: Unpack[Options]
    ) -> None:
        self.app = app
        self._limiter = RequestLimiter(limits, ClientKey.of_environ, awaits=False, **options)
        check_callable("refused", refused)
        self._refused = refused or _problem

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        limiter = self._limiter
        if limiter.exempts and limiter.is_exempt(environ["REQUEST_METHOD"], _path(environ)):
            return self.app(environ, start_response)
        decided = run(limiter.decide(environ))
        if decided is None:
            return self.app(environ, start_response)
        environ["ratelimit"] = decided
        decisions: Decisions | None = environ.get(DECISIONS)
        is_inner = decisions is not None  # then the outer middleware writes the fields
        if decisions is None:
            decisions = environ[DECISIONS] = Decisions(limiter)
        answer = _Answer(start_response, None if is_inner else decisions)
        if not decided.allowed:
            run(decisions.refuse(limiter, decided))
            return self._refused(environ, answer.start)
        if decisions.is_refused:
            decisions.go_on()
        decisions.told.append((limiter, decided, None))
        if not limiter.settles:
            return self.app(environ, start_response if is_inner else answer.start)

        def settle() -> None:
            run(decisions.settle(environ, answer.status or 499, limiter))

        try:
            body = self.app(environ, answer.start)
        except BaseException:
            answer.fail()
            settle()
            raise
        return _SettledBody(body, answer, settle)


class _Answer:
    """Adds the fields of what was decided until it starts to an answer, and knows its status.

    decisions: None if another middleware adds them.
    status: what the app has said, or None. has_begun: whether the server has had a part, so that it sends this status.
    """

    __slots__ = ("_decisions", "_start_response", "has_begun", "status")

    def __init__(self, start_response: StartResponse, decisions: Decisions | None) -> None:
        self._start_response = start_response
        self._decisions = decisions
        self.status: int | None = None
        self.has_begun = False

    def start(self, status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
        """Do as the server's `start_response` does. An app may call it again to replace what it has said."""
        if self._decisions is not None and self._decisions.told:
            encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            for fields in self._decisions.fields():
                encoded = with_fields(encoded, fields)
            headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in encoded]
        write = self._start_response(status, headers, *exc_info)
        self.status = int(status[:3])

        def write_and_note(part: bytes) -> Any:
            self.has_begun = True
            return write(part)

        return write_and_note

    def fail(self) -> None:
        """Note that the app has raised, of which a server makes a 500 unless the answer has begun."""
        if not self.has_begun:
            self.status = 500


class _SettledBody:
    """What an app returned, and what is done once it is closed."""

    __slots__ = ("_answer", "_body", "_parts", "_settle")

    def __init__(self, body: Iterable[bytes], answer: _Answer, settle: Callable[[], None]) -> None:
        self._body = body
        self._parts: Iterator[bytes] | None = None
        self._answer = answer
        self._settle: Callable[[], None] | None = settle

    def __iter__(self) -> Iterator[bytes]:
        self._parts = iter(self._body)
        return self

    def __next__(self) -> bytes:
        if self._parts is None:
            self._parts = iter(self._body)
        try:
            part = next(self._parts)
        except StopIteration:
            raise
        except BaseException:
            self._answer.fail()
            raise
        if part:
            self._answer.has_begun = True
        return part

    def close(self) -> None:
        """Close what the app returned; a server calls this once it has sent it, or has given up."""
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            settle, self._settle = self._settle, None
            if settle is not None:
                settle()


def _path(environ: Environ) -> str:
    """Return the path of a request, as the app's own routes have it, as text; WSGI has its bytes as Latin-1."""
    path: str = environ.get("PATH_INFO", "")
    return path if path.isascii() else path.encode("latin-1", "replace").decode("utf-8", "replace")


def _problem(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a refused request, whose body is not read."""
    decided: RequestDecision = environ["ratelimit"]
    body = body_of(decided)
    status = HTTPStatus(decided.status)
    headers = [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
