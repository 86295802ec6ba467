"""Says in plain words what an exception of a submission means."""

from katas.grader.guard import Guard, traceback_of
from katas.grader.verdict import Failure


def crash(guard: Guard, what: str, error: BaseException) -> Failure:
    """Return the failure, with the line of the submission that raised it."""
    line = guard.line_of_error(error)
    detail = traceback_of(error)
    if isinstance(error, NotImplementedError):
        return Failure("not started", f"{what} raises NotImplementedError.", line=line, detail=detail)
    if isinstance(error, SystemExit):
        return Failure("exit", f"{what} calls exit (status {error.code}).", line=line, detail=detail)
    if isinstance(error, MemoryError):
        return Failure("crash", f"{what} asks for more than 1 GiB of memory.", line=line, detail=detail)
    if isinstance(error, RecursionError):
        return Failure("crash", f"{what} calls itself without end.", line=line, detail=detail)
    return Failure("crash", f"{what} raises {type(error).__name__}: {str(error)[:160]}", line=line, detail=detail)
