"""Notes what two threads do while frontrun runs them, instruction by instruction, in the order of its schedule."""

import gc
import sys
from collections.abc import Container, Hashable, Iterator
from contextlib import contextmanager
from types import FrameType, MemberDescriptorType
from typing import Any, NamedTuple

WHOLE = "__cmethods__"  # frontrun's word for a container as such
_PLAIN = (int, str, bytes, float, type(None))


class Access(NamedTuple):
    """A thread reads or writes an attribute, or something in a container."""

    place: Hashable  # which object and what of it
    name: str  # of the attribute; of an item, its key; or WHOLE
    item: bool  # it is one of a container
    writes: bool
    both: bool  # it reads and writes: a method of a container that changes it
    value: object  # of the attribute before that, if it is known


class Moment(NamedTuple):
    """One instruction of a thread, and what it touches."""

    turn: int
    thread: int
    frame: int  # of the submission
    line: int
    locks: int  # that the thread holds before
    operation: str
    accesses: tuple[Access, ...]


class Recorder:
    """What the threads of one execution did. Cleared before the next."""

    def __init__(self, path: str) -> None:
        self.path = path  # of the submission
        self._moments: list[Moment] = []
        self._touched: dict[int, list[Access]] = {}

    def clear(self) -> None:
        """Forget the execution before."""
        self._moments, self._touched = [], {}

    @property
    def moments(self) -> list[Moment]:
        """Return all moments in the order of the schedule.

        A thread runs on a little while the next one gets its turn already; the numbers of their turns put that right.
        Before its own first turn a thread has touched nothing: that belongs to the first.
        """
        first: dict[int, int] = {}
        for moment in self._moments:
            if moment.turn >= 0:
                first.setdefault(moment.thread, moment.turn)
        return sorted(
            self._moments, key=lambda moment: moment.turn if moment.turn >= 0 else first.get(moment.thread, 0)
        )

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to frontrun meanwhile."""
        from frontrun import _opcode_observer  # noqa: PLC0415  not on every platform; the version is pinned
        from frontrun._dpor_runtime import runner  # noqa: PLC0415
        from frontrun._dpor_runtime._shared import _dpor_tls  # noqa: PLC0415

        process = runner.process_opcode_with_coarsening

        def note(*instruction: Any) -> Any:
            code, offset, frame, _, thread, _ = instruction
            if thread not in self._touched:
                self._touched[thread] = []
                _opcode_observer.set_access_sink(self._touch)
            yielded = process(*instruction)
            own: FrameType | None = frame
            while own is not None and own.f_code.co_filename != self.path:
                own = own.f_back
            touched, self._touched[thread] = self._touched[thread], []
            if own is not None and own.f_lineno is not None:
                turn = -1 if _dpor_tls._last_path_id is None else _dpor_tls._last_path_id  # noqa: SLF001
                operation = _opcode_observer._get_instructions(code)[offset].opname if own is frame else ""  # noqa: SLF001
                moment = Moment(turn, thread, id(own), own.f_lineno, _dpor_tls.lock_depth, operation, tuple(touched))
                self._moments.append(moment)
            return yielded

        runner.process_opcode_with_coarsening = note
        collects, interval = gc.isenabled(), sys.getswitchinterval()
        gc.disable()  # a meter whose __del__ runs while frontrun holds its own lock would wait for that for ever
        sys.setswitchinterval(0.5)  # who has passed on the turn runs on until it waits, on a busy machine as well
        try:
            yield
        finally:
            runner.process_opcode_with_coarsening = process
            sys.setswitchinterval(interval)
            if collects:
                gc.enable()

    def _touch(self, thread: int, thing: Any, name: Any, kind: str, key: int) -> None:
        if not isinstance(thing, type):  # a class counts its objects: nobody's fault
            item, name = isinstance(thing, Container) and name != WHOLE, str(name)
            both = kind == "write" and name == WHOLE
            place = (type(thing).__name__, key)
            self._touched[thread].append(
                Access(place, name, item, kind.endswith("write"), both, None if item else _value(thing, name))
            )


def _value(thing: Any, name: object) -> object:
    """Return something that is another if the attribute is, without running code of the submission."""
    try:
        values = object.__getattribute__(thing, "__dict__")
    except AttributeError:
        values = {}
    if name in values:
        value = values[name]
    else:
        slot = vars(type(thing)).get(str(name))
        if not isinstance(slot, MemberDescriptorType):
            return None
        try:
            value = slot.__get__(thing)
        except AttributeError:
            return None
    return value if type(value) in _PLAIN else id(value)
