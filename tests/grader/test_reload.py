"""A submission that is imported again, for the races, gets the library that the grader has."""

import sys

import ratelimit
from katas.grader.run import loading
from tests.grading import ROOT, trial_of


def test_a_file_above_the_clone_gets_the_same_library_again(monkeypatch, tmp_path):
    path = tmp_path / "keyed_limiter.py"
    path.write_text((ROOT / "solutions" / "keyed_limiter.py").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(loading, "ROOT", tmp_path / "clone")
    monkeypatch.setattr(ratelimit, "__file__", str(tmp_path / "clone" / "ratelimit" / "__init__.py"))
    monkeypatch.setitem(sys.modules, "ratelimit", ratelimit)  # and put it back
    trial_of("keyed_limiter", path).load(anew=True)
    assert sys.modules.get("ratelimit") is ratelimit
