"""Timelines prove who is all or nothing with several limits; each verdict is shown with the package alone, too."""

from unittest.mock import patch

import pytest

from benchmarks.harness.figures import Figures
from benchmarks.harness.markdown import markdown
from benchmarks.harness.question import Table
from benchmarks.peers import missing
from benchmarks.peers.frozen_clock import Clock, frozen
from benchmarks.rows import all_or_nothing as proof
from benchmarks.rows.all_or_nothing import FIRST, LAST, LONG, SHORT, START
from benchmarks.rows.several_limits_rows import SECOND, limiters, ours

needs_peers = pytest.mark.skipif(bool(missing()), reason=f'needs {", ".join(missing())}: pip install -e ".[peers]"')
VERDICTS = {"in turn": "no", "tested first": "in one thread"}
DATE = START // SECOND


@pytest.mark.parametrize("row", limiters(), ids=lambda row: row.name)
def test_only_who_hits_in_turn_is_not_all_or_nothing(row):
    assert proof.all_or_nothing(row) == VERDICTS.get(row.name.rpartition(", ")[2], "yes")


@pytest.mark.parametrize("row", limiters(), ids=lambda row: row.name)
def test_each_verdict_has_a_timeline_for_both_limits_in_both_places(row):
    shown = {(loss.place, loss.timeline.refuses) for loss in proof.losses(row.name)}
    assert shown == {(place, limit) for place in (FIRST, LAST) for limit in (SHORT, LONG)}


@pytest.mark.parametrize("row", [row for row in limiters() if row.algorithm != "mixed"], ids=lambda row: row.name)
def test_the_limit_that_is_named_refuses_and_the_other_has_room(row):
    for loss in proof.losses(row.name):
        refuses = loss.timeline.refuses
        other = SHORT if refuses == LONG else LONG
        for limit in (refuses, other):
            clock = Clock(START)
            with frozen(clock):
                limiter, answers = row.new([limit], clock), []
                for second in (*loss.timeline.before, *loss.timeline.refused):
                    clock.ns = START + second * SECOND
                    answers.append(limiter.take("a"))
            refused = answers[len(loss.timeline.before) :]
            assert all(answers[: len(loss.timeline.before)])
            assert any(refused) == (limit == other), (loss, limit)


def test_what_no_timeline_shows_is_not_called_proved(monkeypatch):
    monkeypatch.setattr(proof, "TIMELINES", proof.TIMELINES[:1])
    proof.losses.cache_clear()
    with pytest.raises(LookupError, match="no timeline shows whether ours: GCRA is all or nothing"):
        proof.losses("ours: GCRA")


def test_a_column_of_words_stands_after_the_figures():
    figures = Figures()
    for row in ours():
        figures.add(("table", row.name, "a"), 0, 1.0)
    table = Table("table", "Title", ours, str, ("a",), ratios=(), laws=False, words=(("kind", lambda row: row.kind),))
    head, rule, first, *_ = markdown(table, ours(), figures).splitlines()
    assert [cell.strip() for cell in head.split("|")] == ["", "", "a", "kind", ""]
    assert rule.split("|")[-2].strip() == "----"
    assert first.endswith("| 1.0 | ours |")


@pytest.fixture(params=["fixed-window", "moving-window", "sliding-window-counter"])
def limits_hit(request):
    """A limiter of `limits` whose clock stands still."""
    from limits import storage, strategies  # noqa: PLC0415  an optional extra

    memory = storage.MemoryStorage()
    with patch("time.time", lambda: DATE):
        yield strategies.STRATEGIES[request.param](memory)
    memory.timer.cancel()


@needs_peers
def test_hitting_limits_in_turn_burns_the_first(limits_hit):
    from limits import RateLimitItemPerSecond  # noqa: PLC0415  an optional extra

    roomy, full = RateLimitItemPerSecond(9, 60), RateLimitItemPerSecond(1, 60)
    assert limits_hit.hit(full, "key")
    for order, remaining in (((full, roomy), 9), ((roomy, full), 4)):
        for _ in range(5):
            assert not all(limits_hit.hit(item, "key") for item in order)
        assert limits_hit.get_window_stats(roomy, "key").remaining == remaining


@needs_peers
def test_between_the_tests_and_hits_of_limits_another_request_may_come(limits_hit):
    from limits import RateLimitItemPerSecond  # noqa: PLC0415  an optional extra

    roomy, last = RateLimitItemPerSecond(9, 60), RateLimitItemPerSecond(1, 60)
    assert limits_hit.test(roomy, "key")
    assert limits_hit.test(last, "key")
    assert limits_hit.hit(last, "key")  # by another thread
    assert limits_hit.hit(roomy, "key")
    assert not limits_hit.hit(last, "key")
    assert limits_hit.get_window_stats(roomy, "key").remaining == 8


@needs_peers
@pytest.mark.parametrize(
    ("bucket", "algorithm", "late", "free"),
    [
        ("InMemoryBucket", "SlidingWindowLog", 59, 61),
        ("InMemoryBucket", "FixedWindow", 59, 61),
        ("StateBucket", "TokenBucket", 19, 20),
    ],
)
def test_a_rate_of_pyrate_limiter_that_refuses_takes_nothing_from_the_others(bucket, algorithm, late, free):
    import pyrate_limiter  # noqa: PLC0415  an optional extra

    rates = [pyrate_limiter.Rate(2, 7000), pyrate_limiter.Rate(3, 60_000)]
    made = getattr(pyrate_limiter, bucket)(rates, getattr(pyrate_limiter, algorithm)())
    limiter = pyrate_limiter.Limiter(made)

    def ask(second):
        with patch("pyrate_limiter.clocks.monotonic_ns", lambda: (DATE + second) * SECOND):
            return limiter.try_acquire("key", blocking=False), made.count()

    assert ask(0)[0]
    granted, counted = ask(0)
    assert granted
    assert [ask(0) for _ in range(5)] == [(False, counted)] * 5
    assert made.failing_rate is rates[0]
    assert ask(14)[0]
    refused = [ask(late) for _ in range(5)]
    assert refused == [(False, refused[0][1])] * 5
    assert made.failing_rate is rates[1]
    assert ask(free)[0]


@needs_peers
def test_throttled_reads_several_quotas_and_does_not_support_them():
    from throttled import Throttled  # noqa: PLC0415  an optional extra
    from throttled.exceptions import DataError  # noqa: PLC0415  an optional extra
    from throttled.rate_limiter.quota_parser import parse  # noqa: PLC0415  an optional extra

    assert len(parse("10/s; 100/m")) == 2
    with pytest.raises(DataError, match="multiple quota rules are not supported"):
        Throttled(quota="10/s; 100/m")
