"""Policies that behave as those of other gateways say they do."""

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katas.grader.kata import ROOT
from ratelimit import Quota
from ratelimit.algorithms import GCRA, FixedWindow, LeakyBucket, SlidingLog, TokenBucket
from ratelimit.gateway import Counters, Policies, Request, Rule
from ratelimit.gateway.presets import apigee, aws, kong, nginx
from ratelimit.gateway.presets.kong import next_month
from ratelimit.gateway.presets.limit_req import LimitReq
from ratelimit.gateway.presets.started_window import StartedWindow
from ratelimit.web.coroutines import run
from ratelimit.web.shared_memory import SharedMemory

SECOND = 1_000_000_000
MS = 1_000_000
START = 1_795_946_400 * SECOND  # 2026-11-29T10:00:00Z
ANN = Request(consumer="ann", credential="key-1", ip="192.0.2.1")


class Clocked:
    """Policies, and a clock to set."""

    def __init__(self, *rules, **owners):
        self.policies = Policies(rules, **owners)
        self.now = START
        self.counters = Counters(SharedMemory(lambda: self.now))

    def ask(self, second=None, request=ANN, hits=1):
        if second is not None:
            self.now = START + round(second * 1000) * MS
        return run(self.counters.decide(self.policies.asked(request, hits)))

    def passes(self, *seconds):
        return [self.ask(second).allowed for second in seconds]

    def granted(self, times, request=ANN):
        return sum(self.ask(request=request).allowed for _ in range(times))


# Kong


def test_kong_lets_the_limit_through_at_once_and_twice_the_limit_over_an_edge():
    clocked = Clocked(kong.rate_limiting("k", minute=5))
    assert clocked.passes(*[59] * 6) == [True] * 5 + [False]
    assert clocked.passes(*[60] * 6) == [True] * 5 + [False]


def test_kong_counts_in_all_windows_or_in_none():
    clocked = Clocked(kong.rate_limiting("k", second=1, minute=3))
    assert clocked.passes(0, 0, 0, 1, 2, 3, 60) == [True, False, False, True, True, False, True]


def test_kong_tells_the_time_to_the_end_of_the_window():
    clocked = Clocked(kong.rate_limiting("k", minute=1))
    assert clocked.ask(10).allowed
    assert clocked.ask(15).retry_after() == "45"


DAY = 86_400


@pytest.mark.parametrize(
    ("period", "times"),
    [
        ("month", ["2026-11-29", "2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]),
        ("year", ["2026-11-29", "2027-01-01", "2028-01-01", "2029-01-01"]),
    ],
)
def test_kong_begins_months_and_years_with_those_of_the_calendar(period, times):
    clocked = Clocked(kong.rate_limiting("k", **{period: 1}))
    for begun, ended in pairwise([round(datetime.fromisoformat(f"{time}T00Z").timestamp()) * SECOND for time in times]):
        clocked.now = begun
        assert clocked.granted(2) == 1
        clocked.now = ended - 1
        assert clocked.granted(1) == 0


def test_a_month_of_kong_ends_at_midnight_of_utc():
    clocked = Clocked(kong.rate_limiting("k", month=1))
    december = 38 * 3600
    assert clocked.passes(0, december - 0.001, december) == [True, False, True]
    assert clocked.ask().retry_after() == str(31 * DAY)


def test_a_leap_year_of_kong_has_366_days():
    clocked = Clocked(kong.rate_limiting("k", year=1))
    clocked.now = round(datetime(2028, 1, 1, tzinfo=UTC).timestamp()) * SECOND
    assert clocked.ask().allowed
    assert clocked.ask().retry_after() == str(366 * DAY)


def test_kong_counts_days_and_months_of_one_policy_together():
    clocked = Clocked(kong.rate_limiting("k", day=1, month=2))
    assert clocked.passes(0, 14 * 3600 - 1, 14 * 3600, 38 * 3600) == [True, False, True, True]


def test_kong_lets_one_policy_count_and_consumer_and_service_are_before_group_and_route():
    narrow = kong.rate_limiting("narrow", minute=1, scope={"consumer": "ann", "service": "s"})
    wide = kong.rate_limiting("wide", minute=9, scope={"group": "gold", "route": "r"})
    clocked = Clocked(narrow, wide)
    assert clocked.ask(0, ANN._replace(groups=["gold"], route="r", service="s")).policy == "narrow"
    assert clocked.ask(0, ANN._replace(consumer="ben", groups=["gold"], route="r", service="s")).policy == "wide"


def test_kong_without_a_limit_is_a_mistake():
    with pytest.raises(ValueError, match="limits"):
        kong.rate_limiting("k")


# APISIX and Envoy, which need no preset


def test_apisix_global_limit_of_10_beside_a_local_one_of_100_lets_10_through():
    ten, hundred = Quota.per_minute(10), Quota.per_minute(100)
    everywhere = Rule("everywhere", [ten], algorithm=FixedWindow, globally=True)
    assert Clocked(everywhere, Rule("here", [hundred], algorithm=FixedWindow)).granted(50) == 10


# What the guide says of policy files


@pytest.mark.parametrize(
    ("preset", "limits", "algorithm"),
    [
        (kong.rate_limiting("k", second=5, hour=1000), "5/second; 1000/hour", FixedWindow),
        (aws.account(aws.Throttle(10, 20))[0], "10/second burst 20", TokenBucket),
        (apigee.spike_arrest("s", "30pm"), "30/minute burst 1", GCRA),
        (apigee.quota("q", 100, 1, "hour"), "100/hour", FixedWindow),
        (apigee.quota("q", 100, 1, "hour", type="rollingwindow"), "100/hour", SlidingLog),
    ],
    ids=["kong", "aws", "spike arrest", "default", "rollingwindow"],
)
def test_a_preset_has_the_limits_that_a_policy_file_can_have(preset, limits, algorithm):
    assert preset.limits == Rule(preset.name, limits, algorithm=algorithm).limits


def test_a_leaky_bucket_lets_as_many_through_at_once_as_nginx():
    rule = Rule("n", "10/second burst 21", algorithm=LeakyBucket)
    assert Clocked(rule).granted(40) == Clocked(nginx.limit_req("n", "10r/s", burst=20)).granted(40) == 21


# AWS


PLAN = aws.usage_plan("gold", aws.Throttle(4, 4), methods={"GET /a": aws.Throttle(2, 2)}, quota=(9, "day"))
STAGE = aws.stage("prod", aws.Throttle(6, 6), {"GET /a": aws.Throttle(3, 3)})
ACCOUNT = aws.account(aws.Throttle(8, 8))
LEVELS = [*PLAN, *STAGE, *ACCOUNT]


def call(key, method="GET /a"):
    return Request(credential=key, route=method, service="prod", groups=["gold"])


def refusing(clocked, *requests):
    """Return the level that refuses each request."""
    return [aws.level(LEVELS, clocked.ask(request=request)) for request in requests]


def test_aws_counts_in_the_plan_by_method_then_in_the_plan_then_in_the_stage_then_in_the_account():
    clocked = Clocked(*LEVELS)
    assert refusing(clocked, *[call("1")] * 3) == [None, None, "gold GET /a"]
    assert refusing(clocked, *[call("1", "GET /b")] * 3) == [None, None, "gold"]
    assert refusing(clocked, *[call("2")] * 2) == [None, "prod GET /a"]
    assert refusing(clocked, *[call("3", "GET /b")] * 4) == [None, None, None, "account"]


def test_aws_names_the_first_level_of_those_that_refuse():
    clocked = Clocked(*LEVELS)
    refusing(clocked, *[call("1")] * 2, call("2"))
    refused = clocked.ask(request=call("1"))
    assert set(refused.violated()) == {"gold GET /a", "prod GET /a"}
    assert aws.level(LEVELS, refused) == "gold GET /a"


def test_aws_has_a_method_of_its_own_limit_instead_of_the_stages():
    clocked = Clocked(*aws.stage("prod", aws.Throttle(1, 1), {"GET /a": aws.Throttle(3, 3)}))
    assert clocked.granted(5, call("1")) == 3
    assert clocked.granted(5, call("1", "GET /b")) == clocked.granted(5, call("1", "GET /c")) == 1


def test_aws_lets_the_burst_through_at_once_and_then_the_rate():
    clocked = Clocked(*aws.usage_plan("gold", aws.Throttle(2, 5)))
    assert clocked.granted(9, call("1")) == 5
    clocked.now += SECOND
    assert clocked.granted(9, call("1")) == 2


def test_aws_has_a_quota_a_day_apart_from_the_rate():
    clocked = Clocked(*aws.usage_plan("gold", aws.Throttle(100, 100), quota=(3, "day")))
    assert clocked.granted(5, call("1")) == 3
    assert clocked.ask(request=call("1")).policy == "gold quota"
    assert clocked.ask(14 * 3600, call("1")).allowed  # midnight


def test_weeks_of_a_quota_of_aws_begin_on_thursdays():
    clocked = Clocked(*aws.usage_plan("gold", quota=(1, "week")))
    thursday = 3 * 86_400 + 14 * 3600  # after a Sunday, at ten
    moments = (0, thursday - 1, thursday)
    assert [clocked.ask(moment, call("1")).allowed for moment in moments] == [True, False, True]


def test_aws_account_has_10000_a_second_and_5000_at_once_if_nothing_is_said():
    (rule,) = aws.account()
    assert rule.limits[0].quota == Quota.per_second(10_000, burst=5_000)


def test_aws_quota_for_another_period_is_a_mistake():
    with pytest.raises(ValueError, match="quota must be for one of day, week, month, got 'hour'"):
        aws.usage_plan("gold", quota=(1, "hour"))


# Apigee


@pytest.mark.parametrize(("rate", "spacing"), [("30pm", 2), ("12pm", 5), ("10ps", 0.1), ("5ps", 0.2)])
def test_spike_arrest_lets_one_through_and_the_next_after_its_share_of_the_period(rate, spacing):
    moments = (0, spacing - 0.001, spacing, 2 * spacing - 0.001, 2 * spacing)
    assert Clocked(apigee.spike_arrest("s", rate)).passes(*moments) == [True, False, True, False, True]


def test_only_what_passes_moves_the_clock_of_spike_arrest():
    assert Clocked(apigee.spike_arrest("s", "30pm")).passes(0, 0.5, 1, 1.5, 1.999, 2) == [True, *[False] * 4, True]


def test_a_message_of_weight_3_counts_as_3():
    assert Clocked(apigee.spike_arrest("s", "30pm", weight=3)).passes(0, 5.999, 6) == [True, False, True]


def test_each_processor_of_apigee_counts_for_itself():
    processors = [Clocked(apigee.spike_arrest("s", "30pm")) for _ in range(2)]
    assert [processors[number % 2].ask(0).allowed for number in range(4)] == [True, True, False, False]


@pytest.mark.parametrize("rate", ["30", "0pm", "1.5ps", "30ph", 5])
def test_a_rate_of_spike_arrest_is_a_whole_number(rate):
    with pytest.raises(ValueError, match="rate must be a whole number with ps or pm, as '30pm', got"):
        apigee.spike_arrest("s", rate)


@pytest.mark.parametrize("weight", [0, -1, 1.5, True, "3"])
def test_a_weight_is_a_whole_number(weight):
    with pytest.raises(ValueError, match=f"weight must be a whole number of at least 1, got {weight!r}"):
        apigee.spike_arrest("s", "30pm", weight=weight)


def test_a_quota_of_the_default_type_begins_with_the_full_hour_and_at_midnight():
    assert Clocked(apigee.quota("q", 1, 1, "hour")).passes(3599, 3599, 3600) == [True, False, True]
    midnight = 14 * 3600
    assert Clocked(apigee.quota("q", 1, 1, "day")).passes(0, midnight - 1, midnight) == [True, False, True]


def test_a_quota_of_type_calendar_begins_at_its_start():
    start = datetime(2026, 1, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))  # 12:30 of UTC
    clocked = Clocked(apigee.quota("q", 1, 1, "day", type="calendar", start=start))
    assert clocked.passes(0, 2.5 * 3600 - 1, 2.5 * 3600, 24 * 3600, 26.5 * 3600) == [True, False, True, False, True]


def test_a_quota_of_type_flexi_begins_with_the_first_request():
    clocked = Clocked(apigee.quota("q", 2, 1, "minute", type="flexi"))
    assert clocked.passes(30, 89, 89, 90, 200, 259, 259, 260) == [True, True, False, True, True, True, False, True]


def test_a_quota_of_type_rollingwindow_looks_back_exactly():
    clocked = Clocked(apigee.quota("q", 2, 1, "minute", type="rollingwindow"))
    assert clocked.passes(0, 30, 59.999, 60, 60, 89.999, 90) == [True, True, False, True, False, False, True]


def test_a_message_of_weight_0_is_free():
    clocked = Clocked(apigee.quota("q", 1, 1, "hour"))
    assert all(clocked.ask(0, hits=0).allowed for _ in range(5))
    assert clocked.passes(0, 0) == [True, False]


def test_equal_quotas_share_their_counters_as_those_of_other_algorithms_do():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    one, other = (apigee.quota("q", 1, 1, "day", type="calendar", start=start).limits for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"unit": "year"}, "unit must be one of second, minute, hour, day, got 'year'"),
        ({"type": "calendar"}, "start must be there for type calendar"),
        ({"start": datetime(2026, 1, 1, tzinfo=UTC)}, "start must be there for type calendar, and for no other"),
        ({"type": "calendar", "start": datetime(2026, 1, 1)}, "start must have a time zone"),  # noqa: DTZ001
        ({"type": "x"}, "type must be one of default, calendar, flexi, rollingwindow, got 'x'"),
        ({"type": ["x"]}, "type must be one of default, calendar, flexi, rollingwindow, got"),
        ({"interval": 0}, "interval must be a whole number of at least 1, got 0"),
        ({"interval": "3"}, "interval must be a whole number of at least 1, got '3'"),
        ({"interval": 1.5}, "interval must be a whole number of at least 1, got 1.5"),
        ({"interval": True}, "interval must be a whole number of at least 1, got True"),
        ({"type": "calendar", "start": "2026-01-01"}, "start must have a time zone, got '2026-01-01'"),
        ({"allow": 0}, "limit must be at least 1, got 0"),
    ],
)
def test_what_can_be_no_quota_is_told(options, what):
    with pytest.raises(ValueError, match=what):
        apigee.quota("q", **{"allow": 1, "interval": 1, "unit": "minute", **options})


# nginx


def test_the_guides_programs_say_what_it_says_beside_them(capsys, tmp_path, monkeypatch):
    guide = (ROOT / "docs" / "gateway.md").read_text(encoding="utf-8")
    program, replaying = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    names = {}
    exec(program, names)  # noqa: S102
    assert capsys.readouterr().out == "21\n"
    line = '192.0.2.1 - - [29/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 612\n'
    (tmp_path / "access.log").write_text(line * 40)
    monkeypatch.chdir(tmp_path)
    exec(replaying, names)  # noqa: S102
    assert capsys.readouterr().out == "21 19\nall 19 ['ip 192.0.2.1']\n"


def test_21_of_40_pass_at_once_of_10_a_second_with_a_burst_of_20_and_nodelay():
    assert Clocked(nginx.limit_req("n", "10r/s", burst=20, nodelay=True)).granted(40) == 21


def test_6_pass_of_5_a_second_with_a_burst_of_5_and_the_last_waits_for_a_second():
    clocked = Clocked(nginx.limit_req("n", "5r/s", burst=5))
    verdicts = [clocked.ask() for _ in range(9)]
    assert [verdict.allowed for verdict in verdicts] == [True] * 6 + [False] * 3
    delays = [verdict.parts[0].decision.delay for verdict in verdicts[:6]]
    assert delays == [number * 200 * MS for number in range(6)]


def test_those_within_the_delay_do_not_wait():
    clocked = Clocked(nginx.limit_req("n", "5r/s", burst=12, delay=8))
    delays = [clocked.ask().parts[0].decision.delay for _ in range(13)]
    assert delays == [0] * 9 + [number * 200 * MS for number in range(1, 5)]


def test_what_is_refused_does_not_count():
    clocked = Clocked(nginx.limit_req("n", "1r/s"))
    assert clocked.passes(0, *[0.5] * 5, 0.999, 1) == [True, *[False] * 6, True]


def test_a_rate_a_minute_is_cut_off_to_a_thousandth_a_second():
    clocked = Clocked(nginx.limit_req("n", "10r/m"))  # 166 of them, and not 166.67
    assert clocked.passes(0, 6, 6.024, 6.025) == [True, False, False, True]


def test_what_is_less_than_a_thousandth_is_forgotten_with_each_grant():
    clocked = Clocked(nginx.limit_req("n", "10r/m", burst=2, nodelay=True))
    moments = [number * 0.006 for number in range(2)]  # 166 * 6 / 1000 is 0.996: nothing
    assert clocked.passes(*moments) == [True, True]
    assert clocked.passes(0.012, 0.012) == [True, False]
    assert clocked.ask().wait == 6.025 * SECOND  # and not 6.013


def test_two_zones_count_both_or_neither():
    everybody = nginx.limit_req("all", "10r/m", burst=4, nodelay=True, count_by="everybody", globally=True)
    each = nginx.limit_req("each", "10r/m", burst=1, nodelay=True)
    clocked = Clocked(everybody, each)
    first, second, third = (Request(ip=f"192.0.2.{number}") for number in range(3))
    assert [clocked.granted(3, request) for request in (first, second, third)] == [2, 2, 1]


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"rate": "10/s"}, "rate must be a whole number with r/s or r/m, as '10r/s', got '10/s'"),
        ({"rate": "0r/s"}, "rate must be a whole number"),
        ({"rate": 10}, "rate must be a whole number with r/s or r/m, as '10r/s', got 10"),
        ({"burst": 1.5}, "burst and delay must be whole numbers of at least 0, got 1.5 and 0"),
        ({"burst": "5"}, "burst and delay must be whole numbers of at least 0, got '5' and 0"),
        ({"delay": 0.5}, "burst and delay must be whole numbers of at least 0, got 0 and 0.5"),
        ({"burst": -1}, "burst and delay must be whole numbers of at least 0, got -1 and 0"),
        ({"delay": 1, "nodelay": True}, "delay must be 0 with nodelay, got 1"),
    ],
)
def test_what_limit_req_can_not_be_is_told(options, what):
    with pytest.raises(ValueError, match=what):
        nginx.limit_req("n", **{"rate": "10r/s", **options})


# The meters of their own keep the laws of all meters.

MAKERS = {
    "limit_req": lambda: LimitReq(Quota.per_second(3, 4)),
    "limit_req nodelay": lambda: LimitReq(Quota.per_minute(10, 3), None),
    "flexi": lambda: StartedWindow(Quota(3, 7 * MS)),
    "calendar": lambda: StartedWindow(Quota(3, 7 * MS), lambda now: now + 7 * MS - (now - 5 * MS) % (7 * MS)),
    "month": lambda: StartedWindow(Quota(3, 30 * DAY * SECOND), next_month),
}
every_meter = pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
TAKES = st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 3)), max_size=12)


def played(meter, takes):
    now = START
    for gap, cost in takes:
        now += gap * MS // 4
        meter.take(now, cost)
    return now


@pytest.mark.sampled
@every_meter
@given(takes=TAKES, cost=st.integers(1, 3))
def test_a_wait_is_exact_and_a_refusal_is_free(maker, takes, cost):
    meter = maker()
    now = played(meter, takes)
    before = meter.level(now)
    wait = meter.take(now, cost)
    assert (wait == 0) == (cost <= before.remaining)
    if wait:
        assert meter.level(now) == before
        assert meter.take(now + wait - 1, cost)
        assert not meter.take(now + wait, cost)


@pytest.mark.sampled
@every_meter
@given(takes=TAKES, cost=st.integers(1, 3))
def test_a_refund_at_once_leaves_no_trace(maker, takes, cost):
    meter, other = maker(), maker()
    now = played(meter, takes)
    played(other, takes)
    if not meter.take(now, cost):
        assert meter.refund(now, cost) == cost
    for later in (now, now + MS // 2, now + 5 * MS, now + 10 * SECOND):
        assert (meter.level(later), meter.next_after(later)) == (other.level(later), other.next_after(later))


@every_meter
def test_no_refund_is_too_large(maker):
    meter = maker()
    assert not meter.take(0)
    assert meter.refund(0, 10**6) >= 1


@pytest.mark.sampled
@every_meter
@given(takes=TAKES)
def test_a_meter_is_fresh_when_it_says_so(maker, takes):
    meter = maker()
    now = played(meter, takes)
    at = now + meter.level(now).reset_after
    assert meter.level(at) == maker().level(at)
    fresh = maker()
    assert [meter.take(at) for _ in range(5)] == [fresh.take(at) for _ in range(5)]


@every_meter
@given(takes=TAKES)
def test_one_more_can_be_spent_exactly_when_it_is_told(maker, takes):
    meter = maker()
    now = played(meter, takes)
    remaining, after = meter.level(now).remaining, meter.next_after(now)
    for _ in range(remaining):
        assert not meter.take(now)
    assert meter.take(now) == after


@every_meter
def test_a_charge_may_owe(maker):
    meter = maker()
    meter.charge(START, 9)
    assert meter.level(START).remaining == 0
    assert meter.take(START)
