"""Policies that are read, and those who watch what is decided by them."""

import asyncio
import json
from functools import partial
from io import StringIO
from time import monotonic

import pytest
from redis.asyncio import Redis

from ratelimit.gateway import Counters, Request
from ratelimit.gateway.access_log import AccessLog
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.located import MistakeError
from ratelimit.gateway.metrics import Metrics
from ratelimit.redis import AsyncRedisLimiter
from tests.gateway.running import write

POLICY = "policies: [{name: default, limits: 2/day}]"
TOO_FINE = "policies: [{name: default, limits: 99991/day}]"


def access(gateway, domain=""):
    return asyncio.run(gateway.decide(gateway.book(domain).asked(Request())))


def on_redis():
    return Counters(partial(AsyncRedisLimiter, client=Redis()))


def test_limits_that_redis_cannot_hold_are_a_mistake_in_the_file(tmp_path):
    policy = write(tmp_path / "policy.yaml", TOO_FINE)
    Gateway([policy], Counters())
    with pytest.raises(MistakeError, match=r"default: limits can't be counted: .* on Redis"):
        Gateway([policy], on_redis())


def test_after_a_reload_with_such_limits_the_old_policies_stay(tmp_path):
    told = []
    policy = write(tmp_path / "policy.yaml", POLICY)
    gateway = Gateway([policy], on_redis(), on_reload=told.append)
    before = gateway.book("")
    write(policy, TOO_FINE)
    gateway.reload()
    assert (gateway.book(""), told) == (before, ["mistake"])


def test_policies_of_one_name_in_two_domains_share_no_counter_and_are_told_apart(tmp_path):
    metrics, file = Metrics("memory"), StringIO()
    for domain in "ab":
        write(tmp_path / f"{domain}.yaml", f"domain: {domain}\n{POLICY}")
    gateway = Gateway([tmp_path], Counters(), watchers=[metrics, AccessLog(file)])
    assert [access(gateway, domain).allowed for domain in "aaabbb"] == [True, True, False] * 2
    page = metrics.page()[1].decode()
    for domain in "ab":
        assert f'decisions_total{{domain="{domain}",policy="default",result="refused"}} 1.0' in page
    assert [json.loads(line)["domain"] for line in file.getvalue().splitlines()] == list("aaabbb")


@pytest.mark.parametrize("override", [None, (1, "day")])
def test_a_limit_of_envoys_has_a_domain_too(tmp_path, override):
    limit = "descriptors: [{key: user, rate_limit: {unit: day, requests_per_unit: 1}}]"
    gateway = Gateway([write(tmp_path / "envoy.yaml", f"domain: a\n{limit}")], Counters())
    (asked,) = gateway.book("a").asked([((("user", "ann"),), override, 1)])
    assert (asked.rule.domain, asked.rule.counted(asked.key)) == ("a", asked.key)


def test_a_watcher_that_fails_changes_no_decision_and_is_logged_once_in_a_second(tmp_path, caplog):
    seen = []
    closed = (tmp_path / "access.log").open("w")
    closed.close()
    watchers = [AccessLog(closed), lambda *_: seen.append(_)]
    gateway = Gateway([write(tmp_path / "policy.yaml", POLICY)], Counters(), watchers=watchers)
    start = monotonic()
    assert [access(gateway).allowed for _ in range(30)] == [True] * 2 + [False] * 28
    assert len(seen) == 30
    assert caplog.text.count("AccessLog failed, decisions go on") <= 1 + (monotonic() - start)
    assert "closed file" in caplog.text
