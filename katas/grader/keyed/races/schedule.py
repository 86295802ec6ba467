"""Runs a few calls at once, each in a thread of its own, of which one runs at a time: the same at every run."""

import _thread
import ast
import dis
import gc
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, FrameType, SimpleNamespace
from typing import Any, NamedTuple, cast

from katas.grader.coverage import Coverage
from katas.grader.keyed.races.instructions import told_of_all_threads, told_of_this_thread
from katas.grader.keyed.races.locks import OUTSIDE, Lock, Turns, turns
from katas.grader.wait_for_threads import slept

Job = Callable[[], None]
Choose = Callable[[int, int], "int | None"]  # from a thread and the number of its point: who comes between here

SPIN = 3000  # points of one thread in a row: it waits for another in a loop of its own
MOST = 60_000  # points of all threads together: they don't end
ASLEEP = 40  # looks at a thread that sleeps, comes to no other point, and does not wait for a lock that is seen
_real_lock = _thread.allocate_lock
# Instructions that touch nothing which another thread could see, and the first step of a call.
_PRIVATE = (
    "LOAD_FAST", "STORE_FAST", "DELETE_FAST", "LOAD_CONST", "LOAD_DEREF", "LOAD_CLOSURE", "LOAD_SMALL_INT", "POP_",
    "PUSH_", "JUMP_", "NOP", "RESUME", "CACHE", "SWAP", "COPY", "PRECALL", "KW_NAMES", "EXTENDED_ARG", "NOT_TAKEN",
    "IS_OP", "UNARY_NOT", "TO_BOOL", "RETURN_", "BUILD_TUPLE", "MAKE_", "LOAD_GLOBAL", "RERAISE", "CHECK_EXC",
    "END_", "UNPACK_SEQUENCE", "WITH_EXCEPT", "BEFORE_WITH", "LOAD_SPECIAL", "COMPARE_OP", "LOAD_METHOD", "BUILD_",
)  # fmt: skip
_INDEX = "[]"  # how Python 3.14 shows an index; what is left of BINARY_OP are sums


class Point(NamedTuple):
    """A place where another thread may come between."""

    what: str  # an instruction, or "acquire", "release", "hook"
    locks: int  # that the thread holds
    line: int


class Untold(Exception):  # noqa: N818  nothing is wrong
    """The threads wait for each other by means that can't be seen."""


class Schedule(Turns):
    """One run. `choose` says where a thread is interrupted, and by which."""

    def __init__(self, path: str, choose: Choose, *, eager: bool = False, coverage: Coverage | None = None) -> None:
        self.path, self.choose, self.eager = path, choose, eager
        self.coverage = coverage
        self.points: list[list[Point]] = []
        self.stuck = self.endless = False
        self._idents: dict[int, int] = {}
        self._shared: dict[int, dict[int, str]] = {}  # by the id of a code object, which `_shared` keeps
        self.waited: dict[int, int] = {}  # of threads that waited for a lock: at which of their points first
        self.on_wait: Callable[[], None] = lambda: None
        self.note: Callable[[int, FrameType], None] | None = None

    def run(self, jobs: Sequence[Job]) -> None:
        """Return when all jobs are done, or can't go on. Raises `Untold`."""
        number = len(jobs)
        self.points = [[] for _ in jobs]
        self._batons = [_real_lock() for _ in jobs]
        self._ended, self._natives = _real_lock(), dict[int, int]()
        self._done, self._waits = [False] * number, dict[int, tuple[Lock, bool]]()
        self._locks, self._stack, self._row = [0] * number, list[int](), 0
        self._points = 0  # of all threads
        self._timeouts, self._impatient = set[int](), set[int]()
        for lock in (self._ended, *self._batons):
            lock.acquire()
        collects, before = gc.isenabled(), turns[-1]
        gc.disable()
        turns[-1] = self
        try:
            for at, job in enumerate(jobs):
                _thread.start_new_thread(self._body, (at, job))
            self._turn = 0
            with told_of_all_threads(self.path, self._executes):
                self._batons[0].release()
                self._wait_for_the_end()
        finally:
            turns[-1] = before
            if collects:
                gc.enable()

    def _wait_for_the_end(self) -> None:
        asleep, before_it = 0, (-1, -1)
        while not self._ended.acquire(timeout=0.05):
            native, come = self._natives.get(self._turn), (self._turn, self._points)
            still = native and slept(cast("Any", SimpleNamespace(native_id=native))) and come == before_it
            asleep, before_it = asleep + 1 if still else 0, come
            if asleep > ASLEEP:
                raise Untold

    def here(self) -> int | None:
        """Return the number of the thread that is running."""
        return self._idents.get(_thread.get_ident())

    def point(self, what: str) -> None:
        """Let others come between here."""
        me = self.here()
        if me is None:
            return
        self._point(me, what, 0)
        waiting = next((n for n, (lock, _) in self._waits.items() if not lock.locked()), None)
        if what == "release" and self.eager and waiting is not None:
            self._switch(me, waiting)

    def took(self, lock: Lock) -> None:  # noqa: ARG002  as in any run
        """Note that the thread holds a lock more."""
        me = self.here()
        if me is not None:
            self._locks[me] += 1

    def gave(self, owner: int | None) -> None:
        """Note that the thread with this identity holds a lock less: any thread may give back what it has taken."""
        taker = self._idents.get(owner) if owner is not None else None
        if taker is not None:
            self._locks[taker] -= 1

    def wait(self, lock: Lock, *, timed: bool) -> bool:
        """Give the turn to another thread until the lock is free."""
        me = self.here()
        if me is None:
            return OUTSIDE.wait(lock, timed=timed)
        if timed and me not in self._impatient:
            self._impatient.add(me)  # the first time-out comes at once, as if who holds the lock takes its time
            return False
        self.waited.setdefault(me, len(self.points[me]))
        self._waits[me] = (lock, timed)
        self.on_wait()
        after = self._next()
        if after is None:
            self.stuck = True
            self._ended.release()
            self._batons[me].acquire()  # for ever
        if after != me:
            self._give(cast("int", after))
            self._batons[me].acquire()
        self._waits.pop(me, None)
        if me in self._timeouts:
            self._timeouts.discard(me)
            return False
        return True

    def waits_for(self, me: int) -> int | None:
        """Return the number of the thread that holds the lock for which this one waits."""
        owner = self._waits[me][0].owner
        return None if owner is None else self._idents.get(owner)

    def _body(self, me: int, job: Job) -> None:
        self._idents[_thread.get_ident()], self._natives[me] = me, _thread.get_native_id()
        self._batons[me].acquire()
        try:
            with told_of_this_thread(self.path, self._executes):
                job()
        except BaseException:  # noqa: BLE001, S110  its answer is missing
            pass
        finally:
            self._done[me] = True
            after = self._next()
            if after is not None:
                self._give(after)
            else:
                self.stuck = not all(self._done)
                self._ended.release()

    def _executes(self, frame: FrameType, code: CodeType, offset: int) -> None:
        me = self.here()
        if me is None:
            return
        if self.note is not None:
            self.note(me, frame)
        if self.coverage is not None:
            self.coverage.ran(code, offset)
        shared = self._shared.get(id(code))
        if shared is None:
            shared = self._shared[id(code)] = _shared(code, self.path)
        what = shared.get(offset)
        if what is not None:
            self._point(me, what, frame.f_lineno or 0)

    def _point(self, me: int, what: str, line: int) -> None:
        mine = self.points[me]
        mine.append(Point(what, self._locks[me], line))
        self._row, self._points = self._row + 1, self._points + 1
        if self._row % SPIN == 0:
            if self._points > MOST:
                self.endless = True
                self._ended.release()
                self._batons[me].acquire()  # for ever
            other = next((n for n in self._stack + list(range(len(self._done))) if n != me and self._may(n)), None)
        else:
            other = self.choose(me, len(mine))
        if other is not None and other != me and self._may(other):
            self._switch(me, other)

    def _switch(self, me: int, other: int) -> None:
        self._stack.append(me)
        self._give(other)
        self._batons[me].acquire()

    def _give(self, other: int) -> None:
        if other in self._stack:
            self._stack.remove(other)
        self._row, self._turn = 0, other
        self._batons[other].release()

    def _may(self, thread: int) -> bool:
        waits = self._waits.get(thread)
        return not self._done[thread] and (waits is None or not waits[0].locked())

    def _next(self) -> int | None:
        """Return who goes on: who was interrupted last, else the first that can; else who waits no longer."""
        order: list[int] = [*reversed(self._stack), *range(len(self._done))]
        for thread in filter(self._may, order):
            return thread
        for thread, (_, timed) in self._waits.items():
            if timed and not self._done[thread]:
                self._timeouts.add(thread)
                return thread
        return None


@cache
def _shared(code: CodeType, path: str) -> dict[int, str]:
    """Return the instructions at which it matters who comes between, by their places."""
    every, rebound = dis.get_instructions(code), rebound_in(path)
    return {each.offset: each.opname for each in every if _matters(each, rebound)}


def _matters(instruction: dis.Instruction, rebound: frozenset[str]) -> bool:
    name = instruction.opname
    if name == "LOAD_ATTR":
        return not rebound or str(instruction.argval) in rebound
    if name == "BINARY_OP":
        return _INDEX in instruction.argrepr
    return not name.startswith(_PRIVATE)


@cache
def rebound_in(path: str) -> frozenset[str]:
    """Return the attributes that a file sets outside of `__init__`; nothing if that can't be told.

    Of the others a thread always sees the same, whoever comes between.
    """
    tree = ast.parse(Path(path).read_bytes())
    if any(isinstance(node, ast.Name) and node.id in ("setattr", "vars") for node in ast.walk(tree)):
        return frozenset()
    made = {id(node) for each in ast.walk(tree) if getattr(each, "name", "") == "__init__" for node in ast.walk(each)}
    return frozenset({"__dict__"}).union(
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) and id(node) not in made
    )
