"""What costs bring to light: a crash is told with its quota and its calls, growth with what holds the most."""

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


COUNTS = "ahead = self._ahead(now) + cost"
KEEPS = f"self.log = [*getattr(self, 'log', ()), now]\n        {COUNTS}"


def test_of_a_meter_that_keeps_much_it_says_after_how_many_takes_and_where(failure):
    found = failure(COUNTS, KEEPS).message
    assert found.startswith("A meter that has granted 1,000,000 units in 1,001 takes keeps ")
    assert found.endswith(" bytes; one or two numbers are enough. Its attribute log holds 1,001 items.")


def test_of_a_meter_that_grows_at_refusals_it_says_where_too(failure):
    waits = "return self._ticks(ahead - self.most_ahead)"
    found = failure(waits, f"self.late = [*getattr(self, 'late', ()), (now, cost)]\n        {waits}").message
    assert " more in the meter. It must not grow with each call. Its attribute late holds " in found


def test_what_is_kept_elsewhere_has_no_name(failure):
    found = failure(COUNTS, KEEPS.replace("self.log", "GCRA.log").replace("self, 'log'", "GCRA, 'log'")).message
    assert found.endswith("numbers are enough.")
