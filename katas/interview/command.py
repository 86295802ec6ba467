"""Commands that can be pasted from where the learner stands."""

import sys
from pathlib import Path
from shutil import which

from katas.grader.report.pytest_command import from_here


def python(words: str) -> str:
    """Return `python -m ...`, with the path of this interpreter if `python` starts another one."""
    found, own = which("python"), Path(sys.executable)
    known = found is not None and Path(found).parent.resolve() == own.parent.resolve()
    name = "python" if known else from_here(own)
    return f'"{name}" -m {words}' if " " in name else f"{name} -m {words}"
