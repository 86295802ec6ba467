"""Raises at one of the moments at which Python may run a signal handler, inside the library.

These are the entries of functions, the jumps back, and the returns from what is written in C. `sys.setprofile` does not
tell of a class or of a bound method with `*arguments`, which are called through C too; so bytecode is followed.
It raises then one instruction later than the interpreter would, so a `finally` around such a call may not see it:
that is stricter, and what is tested with it must allow for it.
"""

import dis
import os
import sys
from functools import cache

CALLS = "CALL", "CALL_KW"
JUMPS = "JUMP_BACKWARD", *(f"POP_JUMP_BACKWARD_IF_{what}" for what in ("TRUE", "FALSE", "NONE", "NOT_NONE"))
MADE = "__init__", "__new__"  # run by a class, which is in C


class Interrupted(BaseException):
    pass


class Interruption:
    def __init__(self, moment, within="/ratelimit/"):
        self.left = moment
        self.place = None  # where it was raised
        self._within = within
        self._called = set()  # frames that have just called a function written in Python

    def __enter__(self):
        sys.setprofile(self._profiled)
        sys.settrace(self._traced)
        return self

    def __exit__(self, *_):
        sys.settrace(None)
        sys.setprofile(None)

    def _is_within(self, frame):
        return self._within in frame.f_code.co_filename.replace(os.sep, "/")

    def _passes(self, frame):
        if self.left < 0:
            return
        self.left -= 1
        if self.left < 0:
            self.place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
            raise Interrupted

    def _profiled(self, frame, event, _argument):
        if event == "c_return" and self._is_within(frame):
            self._passes(frame)

    def _traced(self, frame, event, _argument):
        if frame.f_back is not None and frame.f_code.co_name not in MADE:
            self._called.add(frame.f_back)
        if not self._is_within(frame):
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        if event == "call":
            self._passes(frame)
        last = frame.f_lasti

        def steps(frame, event, _argument):
            nonlocal last
            if event == "opcode":
                before, last = last, frame.f_lasti
                through_c = frame not in self._called
                self._called.discard(frame)
                name = names(frame.f_code).get(before, "")
                if name == "CALL_FUNCTION_EX" or (name in CALLS and through_c) or (last < before and name in JUMPS):
                    self._passes(frame)
            return steps

        return steps


@cache
def names(code):
    """Return the name of the instruction at each place."""
    return {instruction.offset: instruction.opname for instruction in dis.get_instructions(code)}
