"""A crash that only costs bring to light is told with its quota and its calls."""

import pytest

from katas.grader.kata import ROOT
from tests.grading import report_of_level


@pytest.fixture
def failure(tmp_path):
    """A function that returns why a changed GCRA fails in `cheap`."""

    def of(before, after):
        source = (ROOT / "solutions" / "gcra.py").read_text(encoding="utf-8")
        assert before in source
        path = tmp_path / "gcra.py"
        path.write_text(source.replace(before, after), encoding="utf-8")
        return report_of_level("gcra", path, "cheap").first_failed.failure

    return of


def test_it_has_the_smallest_timeline(failure):
    found = failure("- ahead) // self.quota.period", "- ahead) // (self.quota.period // self.quota.limit)")
    assert found.kind == "crash"
    assert found.message.startswith("level() raises ZeroDivisionError")
    assert found.timeline == "2/1: level(0)"
    assert [row.call for row in found.rows] == ["level()"]


def test_where_the_first_calls_do_not_crash_it_has_the_quota_and_the_call(failure):
    counts = "ahead = self._ahead(now) + cost"
    found = failure(
        counts, f"self.seen = getattr(self, 'seen', 0) + 1\n        1 // (self.seen - 1_500)\n        {counts}"
    )
    assert found.kind == "crash"
    assert "take() raises ZeroDivisionError" in found.message
    assert "Asked, among other calls: " in found.message
    assert ": take(" in found.message
