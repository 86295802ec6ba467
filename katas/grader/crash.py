"""Says in plain words what an exception of a submission means."""

from katas.grader.guard import Guard
from katas.grader.verdict import Failure

TOO_LONG = (
    "A number of more than 4,300 digits can't be made a text. Take out here what prints or formats it, and keep "
    "numbers as numbers."
)


def crash(guard: Guard, what: str, error: BaseException) -> Failure:
    """Return the failure, with the line of the submission that raised it."""
    line = guard.line_of_error(error)
    detail = guard.traceback_of(error)
    if isinstance(error, NotImplementedError):
        return Failure("not started", f"{what} raises NotImplementedError.", line=line, detail=detail)
    if isinstance(error, SystemExit):
        return Failure("exit", f"{what} calls exit (status {error.code}).", line=line, detail=detail)
    if isinstance(error, MemoryError):
        return Failure("crash", f"{what} asks for more than 1 GiB of memory.", line=line, detail=detail)
    if isinstance(error, RecursionError):
        return Failure("crash", f"{what} calls itself without end.", line=line, detail=detail)
    return Failure("crash", f"{what} raises {in_words(error)}", line=line, detail=detail)


def in_words(error: BaseException) -> str:
    """Say which exception it is and what it says; of a number that is too long for a text, what to do about it."""
    name, said = type(error).__name__, str(error)
    if isinstance(error, ValueError) and "integer string conversion" in said:
        return f"{name}. {TOO_LONG}"
    return f"{name}: {said[:160]}"
