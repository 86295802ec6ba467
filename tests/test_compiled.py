"""Compiled, the same source keeps the same laws."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAWS = ("tests/test_memory.py", "tests/test_algorithms.py")
COMPILE = "from mypyc.__main__ import main; main()"
SCRIPT = "from ratelimit import Quota, GCRA; from ratelimit.redis.script import Script; Script(GCRA, Quota(1, 1000))"
WHERE = "import ratelimit.memory as memory, ratelimit.algorithms.gcra as gcra; print(memory.__file__, gcra.__file__)"


@pytest.mark.skipif(not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="no C compiler: apt install gcc")
def test_the_compiled_library_keeps_the_laws(tmp_path):
    def python(*arguments):
        environment = os.environ | {"PYTHONPATH": str(tmp_path)}
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    shutil.copytree(ROOT / "ratelimit", tmp_path / "ratelimit", ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]
    files = [str(path.relative_to(tmp_path)) for pattern in hook["include"] for path in tmp_path.glob(pattern)]
    python("-c", COMPILE, *files)
    assert [Path(name).suffix == ".py" for name in python("-c", WHERE).split()] == [False, False]
    python("-c", SCRIPT)
    (tmp_path / "tests").mkdir()
    for name in (*LAWS, "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    python("-m", "pytest", "-q", *LAWS)
