"""Tells of each bytecode instruction of one file before it is executed, and of the frame that executes it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

Executes = Callable[[FrameType, CodeType, int], None]  # the last is the offset of the instruction


@contextmanager
def told_of_all_threads(path: str, executes: Executes) -> Iterator[None]:
    """From Python 3.12 on, tell of all threads: there, `settrace` may miss instructions, and Python 3.13 tells none."""
    if sys.version_info < (3, 12):
        yield
        return
    monitoring: Any = vars(sys)["monitoring"]
    tool, events, codes = monitoring.PROFILER_ID, monitoring.events, list[CodeType]()

    def starts(code: CodeType, _offset: int) -> Any:
        if code.co_filename == path:
            monitoring.set_local_events(tool, code, events.INSTRUCTION)
            codes.append(code)
        return monitoring.DISABLE

    monitoring.use_tool_id(tool, "katas.grader.races")
    monitoring.register_callback(tool, events.PY_START, starts)
    monitoring.register_callback(
        tool,
        events.INSTRUCTION,
        lambda code, offset: executes(sys._getframe(1), code, offset),  # noqa: SLF001  the documented way to a caller
    )
    monitoring.set_events(tool, events.PY_START)
    monitoring.restart_events()  # what an earlier run has disabled
    try:
        yield
    finally:
        monitoring.set_events(tool, 0)
        for code in codes:
            monitoring.set_local_events(tool, code, 0)
        monitoring.free_tool_id(tool)


@contextmanager
def told_of_this_thread(path: str, executes: Executes) -> Iterator[None]:
    """Before Python 3.12, tell of the thread that asks."""
    if sys.version_info >= (3, 12):
        yield
        return

    def begins(frame: FrameType, event: str, _argument: object) -> Any:
        if event != "call" or frame.f_code.co_filename != path:
            return None
        code = frame.f_code  # once, and only here: Python audits each look at it

        def steps(frame: FrameType, event: str, _argument: object) -> Any:
            if event == "opcode":
                executes(frame, code, frame.f_lasti)
            return steps

        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return steps

    sys.settrace(begins)
    try:
        yield
    finally:
        sys.settrace(None)
