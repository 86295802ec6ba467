"""Compiles a copy of the library with mypyc."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMPILED = ("ratelimit/memory.py", "ratelimit/sharded_table.py", "ratelimit/algorithms/[a-z]*.py")
COMPILE = "from mypyc.__main__ import main; main()"


def compiler() -> str | None:
    """Return the path of a C compiler, if there is one."""
    return next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


def compile_into(folder: Path) -> None:
    """Copy the library into a folder, and compile there what limiters in memory need."""
    shutil.copytree(ROOT / "ratelimit", folder / "ratelimit", ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    files = [str(path.relative_to(folder)) for pattern in COMPILED for path in folder.glob(pattern)]
    environment = os.environ | {"PYTHONPATH": str(folder)}  # where mypyc looks for imports
    command = [sys.executable, "-c", COMPILE, *files]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
