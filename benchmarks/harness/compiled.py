"""Compiles a copy of the library, as `pip install` does when it is asked to."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMPILE = "from mypyc.__main__ import main; main()"


def compiler() -> str | None:
    """Return the path of a C compiler, if there is one."""
    return next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


def compile_into(folder: Path) -> None:
    """Put the library into a folder, and compile there what decides in memory."""
    shutil.copytree(ROOT / "ratelimit", folder / "ratelimit", ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]
    files = [str(path.relative_to(folder)) for pattern in hook["include"] for path in folder.glob(pattern)]
    python(folder, "-c", COMPILE, *files)


def python(folder: Path, *arguments: str) -> str:
    """Run Python where what lies in the folder is imported first, and return what it prints."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout
