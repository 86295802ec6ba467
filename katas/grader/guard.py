"""Calls a submission so that nothing it does breaks the grader: endless loops, sleeps, exits, gigabytes, prints."""

import builtins
import contextlib
import faulthandler
import linecache
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread, get_ident
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Literal, NoReturn, SupportsIndex, TextIO

from katas.grader.verdict import Abort, Failure

if TYPE_CHECKING:
    from katas.grader.coverage import Coverage

CPU_SECONDS = 1.0  # a call takes microseconds; this is a loop that does not end
WALL_SECONDS = 5.0  # a call that waits for something, and uses almost no processor time
IDLE_SHARE = 0.05  # the most of a processor that a waiting call uses; one that only gets too little time uses more
GRACE_SECONDS = 2.0  # a call that catches even that: the process ends, with its card
STUCK_SECONDS = 16.0  # a timeline, where there are no signals: the process ends, with its last line
_TRACES = sys.version_info < (3, 12)  # later ones tell of each instruction once, without a trace
_TICKS = hasattr(signal, "setitimer")
MEMORY = 1 << 30  # bytes beyond what the grader itself needs
FRAMES = 30  # of a traceback
SPARE = 1 << 28  # and these to report it
# The real ones: a submission gets others, or replaces them.
_sleep, _exit, _monotonic, _process_time = time.sleep, os._exit, time.monotonic, time.process_time
_builtins = dict(vars(builtins))

_ANSWERS = tuple(f"{Path(__file__).parents[2] / name}{os.sep}" for name in ("solutions", "ratelimit"))
_PROCESS = "It starts another process. A limiter needs none."
_SIGNAL = "It sends a signal to a process. A limiter has no business with any."
_REFUSED = {  # Python's audit events; a hook can't be removed again
    **dict.fromkeys(("os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.spawn", "os.system"), _PROCESS),
    "subprocess.Popen": _PROCESS,
    **dict.fromkeys(("os.kill", "os.killpg", "signal.pthread_kill"), _SIGNAL),
}


class Guard:
    """Runs calls into one submission, and stops them when they don't end."""

    def __init__(
        self, give_up: Callable[[Failure], None], beat: Callable[[], None] = lambda: None, most_cpu: float = 600.0
    ) -> None:
        self._beat = beat  # says at each tick that this process is alive; in C, as steps may be being counted
        self._most_cpu = most_cpu  # seconds of processor time for all calls
        self._taken = self._ticked = 0.0
        self.path = ""  # the submission's file, once it is known
        self.hides_answers = False  # whether it may open none of our solutions
        self.coverage: Coverage | None = None  # of that file, while the levels run
        self.mute: Callable[[], contextlib.AbstractContextManager[None]] = contextlib.nullcontext  # what it prints
        self.home = os.getcwd()  # noqa: PTH109  a text; a submission may go elsewhere
        self._give_up = give_up
        self._what = ""
        self._wall = self._cpu = 0.0
        self.calls = self._timed = 0  # how many there were, and which of them these times are of
        self._stopped: Failure | None = None
        self._thread = get_ident()
        self._crash_log: TextIO | None = None
        self._most_memory = 0

    def __call__(self, what: str, function: Callable[..., Any], *args: Any) -> Any:
        """Return `function(*args)`. Raises `Abort` if that does not end, and whatever the call itself raises."""
        if get_ident() != self._thread:  # no tick comes here: code that starts threads waits for them with a limit
            return function(*args)
        self.calls += 1
        self._what = what
        coverage = self.coverage
        watching = _TRACES and coverage is not None and coverage.on and bool(coverage.unseen) and sys.gettrace() is None
        if watching:
            sys.settrace(coverage.trace)  # type: ignore[union-attr]
        try:
            return function(*args)
        except Abort:
            raise
        except BaseException as error:
            self._sift(error)
            raise
        finally:
            if watching:
                sys.settrace(None)
            self._what = ""
            stopped, self._stopped = self._stopped, None
            if stopped is not None:  # the call may have caught it
                raise Abort(stopped)

    @contextlib.contextmanager
    def unwatched(self) -> Iterator[None]:
        """Don't look at what runs inside the block, which would run elsewhere as well: looking takes its time."""
        before = self.coverage is not None and self.coverage.on
        if self.coverage is not None:
            self.coverage.on = False
        try:
            yield
        finally:
            if self.coverage is not None:
                self.coverage.on = before

    def aside(self, what: str, function: Callable[..., Any], *args: Any) -> Any:
        """Do as a call does, but don't look at what runs, as in `unwatched`, nor show what it prints."""
        coverage, before = self.coverage, False
        if coverage is not None:
            coverage.on, before = False, coverage.on
        try:
            with self.mute():
                return self(what, function, *args)
        finally:
            if coverage is not None:
                coverage.on = before

    def start(self, crash_log: TextIO) -> None:
        """Guard this process from now on: a tick every 0.1 s, and the hard limits."""
        time.sleep = self._no_sleep
        os._exit = self._no_exit
        Thread.start = self._no_thread(Thread.start)  # type: ignore[assignment, method-assign]
        sys.addaudithook(self._audit)
        faulthandler.enable(crash_log)
        self._crash_log = crash_log
        self.rearm()
        if _TICKS:
            signal.signal(signal.SIGALRM, self._tick)
            signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
        with contextlib.suppress(ImportError):  # not on Windows
            import resource  # noqa: PLC0415  POSIX only

            unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
            used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit + (1 << 30)  # libraries map a lot
            self._most_memory = used + MEMORY
            _limit_memory(self._most_memory)

    def rearm(self) -> None:
        """Give the process its full time again, where there are no ticks and the clock alone can end it."""
        try:
            if self._crash_log is not None and not _TICKS:
                faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True, file=self._crash_log)
        except RuntimeError:  # no memory for it now
            pass

    def pardon(self) -> None:
        """Count the running call's time from now on: until now, it waited for what got no time on this machine."""
        self._mark()

    def line_of(self, frame: FrameType | None) -> str:
        """Return the submission's innermost line at or above `frame`."""
        own = self._own(frame)
        return "" if own is None else self.show(own.f_lineno)

    def lines_at(self, frame: FrameType | None) -> list[int]:
        """Return the numbers of the submission's lines at or above `frame`, the innermost first."""
        numbers = []
        while (own := self._own(frame)) is not None:
            numbers.append(own.f_lineno)
            frame = own.f_back
        return numbers

    def line_of_error(self, error: BaseException) -> str:
        """Return the submission's innermost line in an exception's traceback."""
        if isinstance(error, SyntaxError) and error.filename == self.path and error.lineno:
            return self.show(error.lineno)
        own = [tb for tb in _links(error.__traceback__) if tb.tb_frame.f_code.co_filename == self.path]
        # A call that is one too many stands at its `def`: the line that made it says more.
        made = [tb for tb in own if tb.tb_lineno != tb.tb_frame.f_code.co_firstlineno] or own
        return self.show(made[-1].tb_lineno) if made else ""

    def traceback_of(self, error: BaseException) -> str:
        """Return what Python says of an exception, of the submission's lines; of endless recursion there are many."""
        told = traceback.TracebackException(type(error), error, error.__traceback__, limit=-FRAMES * 10)
        links: list[traceback.TracebackException | None] = [told]
        for link in links:
            if link is not None and len(links) < FRAMES:
                link.stack = self._own_lines(link.stack)
                links += [link.__cause__, link.__context__]
        return "".join(told.format())

    def stack_of(self, frame: FrameType | None) -> str:
        """Return the submission's lines at or above `frame`, as a traceback shows them."""
        return "".join(self._own_lines(traceback.extract_stack(frame, FRAMES * 10)).format())

    def _own_lines(self, stack: traceback.StackSummary) -> traceback.StackSummary:
        own = [line for line in stack if line.filename == self.path]
        return traceback.StackSummary.from_list(own[-FRAMES:])

    def show(self, number: int) -> str:
        """Return "path:12: the text of the line"."""
        shown = self.path
        with contextlib.suppress(ValueError):  # on another drive
            relative = os.path.relpath(self.path, self.home)
            shown = self.path if relative.startswith("..") else relative
        return f"{shown}:{number}: {linecache.getline(self.path, number).strip()}"

    def tampering(self) -> Failure | None:
        """Return what is wrong if Python's own functions are no longer what they were, and put them back."""
        replaced = [name for name, value in _builtins.items() if vars(builtins).get(name) is not value]
        vars(builtins).update(_builtins)
        if not replaced:
            return None
        return Failure("load", f"It replaces Python's own {replaced[0]}; with that, nothing here works any more.")

    def _own(self, frame: FrameType | None) -> FrameType | None:
        while frame is not None and frame.f_code.co_filename != self.path:
            frame = frame.f_back
        return frame

    def _mark(self) -> None:
        self._wall, self._cpu, self._timed = _monotonic(), _process_time(), self.calls

    def _tick(self, _number: int, frame: FrameType | None) -> None:
        """Check the call. Until there is something to stop, only the grader's code runs: steps may be being counted."""
        if self._ticked < 3 * self._most_cpu:  # the grader's own share included
            self._beat()
        before, self._ticked = self._ticked, _process_time()
        if not self._what and self._own(frame) is None:  # the grader itself is at work
            self._mark()
            return
        self._taken += self._ticked - before
        if self._taken > self._most_cpu:
            message = f"Its calls have taken {self._most_cpu:.0f} s in all; those of a right solution take a few."
            self._give_up(Failure("hang", message, line=self.line_of(frame)))
        if self._timed != self.calls:  # it began since the last tick; to read clocks in each call takes a fifth of all
            self._mark()
        wall, cpu = _monotonic() - self._wall, _process_time() - self._cpu
        if cpu > IDLE_SHARE * wall:
            wall = 0.0  # it works, or it gets no processor
        if cpu <= CPU_SECONDS and wall <= WALL_SECONDS:
            return
        works = cpu > CPU_SECONDS
        limit, why = (
            (CPU_SECONDS, "a call should take microseconds")
            if works
            else (WALL_SECONDS, "it sleeps, or waits for what never comes")
        )
        failure = Failure(
            "hang",
            f"{self._what or 'It'} did not return within {limit:.0f} s; {why}.",
            line=self.line_of(frame),
            detail=self.stack_of(frame),
        )
        if cpu > CPU_SECONDS + GRACE_SECONDS or wall > WALL_SECONDS + GRACE_SECONDS:
            self._give_up(failure)
        self._stop(failure)

    def _stop(self, failure: Failure) -> NoReturn:
        self._stopped = failure
        raise Abort(failure)

    def _sift(self, error: BaseException) -> None:
        """Raise `Abort` for exceptions that must not go on: those above `Exception`, and those that can't be shown."""
        if isinstance(error, MemoryError):
            _limit_memory(self._most_memory + SPARE)  # it may have kept all the memory
        message = _told(error)
        if message is None or not isinstance(error, (Exception, SystemExit)):
            reason = f"{self._what} raises {type(error).__name__}: {(message or '')[:160]}"
            detail = self.traceback_of(error)
            raise Abort(Failure("crash", reason, line=self.line_of_error(error), detail=detail)) from error

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _REFUSED:
            self._refuse(sys._getframe(1), "exit", _REFUSED[event])  # noqa: SLF001  the documented way to a caller
        elif event == "open" and self.hides_answers and _is_answer(str(arguments[0])) and arguments[0] != self.path:
            reason = f"It opens {arguments[0]}. Write your own."
            self._refuse(sys._getframe(1), "load", reason)  # noqa: SLF001  as above

    def _no_sleep(self, seconds: SupportsIndex | float = 0) -> None:
        reason = "It sleeps. A limiter never waits itself: it says how long to wait."
        self._refuse(sys._getframe(1), "hang", reason)  # noqa: SLF001  as above
        _sleep(seconds)

    def _no_exit(self, status: int = 0) -> NoReturn:
        reason = f"It ends the whole process, with os._exit({status})."
        self._refuse(sys._getframe(1), "exit", reason)  # noqa: SLF001  as above
        _exit(status)

    def _no_thread(self, start: Callable[[Thread], None]) -> Callable[[Thread], None]:
        def refuse_or_start(thread: Thread) -> None:
            reason = "It starts a thread. A limiter needs none: nothing happens between calls."
            self._refuse(sys._getframe(1), "hang", reason)  # noqa: SLF001  as above
            start(thread)

        return refuse_or_start

    def _refuse(self, caller: FrameType, kind: Literal["exit", "hang", "load"], reason: str) -> None:
        line = self.line_of(caller)
        if line:  # else the interpreter or the grader is at work
            self._stop(Failure(kind, reason, line=line))


def _is_answer(name: str) -> bool:
    """Whether a file is one of our own solutions."""
    return name.endswith(".py") and os.path.abspath(name).startswith(_ANSWERS)  # noqa: PTH100  texts, in each open


def leave(status: int) -> NoReturn:
    """End this process at once, whatever threads and exit handlers a submission left behind."""
    _exit(status)


def nap(seconds: float) -> None:
    """Sleep for real."""
    _sleep(seconds)


@contextlib.contextmanager
def real_sleep() -> Iterator[None]:
    """Let all code sleep for real inside the block."""
    refused, time.sleep = time.sleep, _sleep
    try:
        yield
    finally:
        time.sleep = refused


def _links(link: TracebackType | None) -> list[TracebackType]:
    links = []
    while link is not None:
        links.append(link)
        link = link.tb_next
    return links


def _told(error: BaseException) -> str | None:
    try:
        return str(error)
    except Abort:
        raise
    except BaseException:  # noqa: BLE001  whatever its __str__ does
        return None


def _limit_memory(most: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on Windows; a lower limit may be in force
        import resource  # noqa: PLC0415  POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
