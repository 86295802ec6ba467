"""Compiled, the same source keeps the same laws."""

import shutil
from pathlib import Path

import pytest

from benchmarks.harness.compiled import ROOT, compile_into, compiler, python

LAWS = ("tests/test_memory.py", "tests/test_algorithms.py")
SCRIPT = "from ratelimit import Quota, GCRA; from ratelimit.redis.script import Script; Script(GCRA, Quota(1, 1000))"
WHERE = "import ratelimit.memory as memory, ratelimit.algorithms.gcra as gcra; print(memory.__file__, gcra.__file__)"


@pytest.mark.skipif(compiler() is None, reason="no C compiler: apt install gcc")
def test_the_compiled_library_keeps_the_laws(tmp_path):
    compile_into(tmp_path)
    assert [Path(name).suffix == ".py" for name in python(tmp_path, "-c", WHERE).split()] == [False, False]
    python(tmp_path, "-c", SCRIPT)
    (tmp_path / "tests").mkdir()
    for name in (*LAWS, "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    python(tmp_path, "-m", "pytest", "-q", *LAWS)
