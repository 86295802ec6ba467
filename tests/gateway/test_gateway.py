"""Policies that are read, and those who watch what is decided by them."""

import asyncio
import json
from contextlib import closing
from functools import partial
from io import StringIO
from time import monotonic

import pytest
from redis.asyncio import Redis

from ratelimit.gateway import Counters, Request, Verdict
from ratelimit.gateway.access_log import AccessLog
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.located import MistakeError
from ratelimit.gateway.log_file import LogFile
from ratelimit.gateway.metrics import Metrics
from ratelimit.redis import AsyncRedisLimiter
from ratelimit.web import SharedMemory
from tests.gateway.running import write

POLICY = "policies: [{name: default, limits: 2/day}]"
DAY = 86_400_000_000_000  # ns
TOO_FINE = "policies: [{name: default, limits: 99991/day}]"


def access(gateway, domain=""):
    return asyncio.run(gateway.decide(gateway.book(domain).asked(Request())))


def on_redis():
    return Counters(partial(AsyncRedisLimiter, client=Redis()))


def test_limits_that_redis_cannot_hold_are_a_mistake_in_the_file(tmp_path):
    policy = write(tmp_path / "policy.yaml", TOO_FINE)
    Gateway([policy], Counters())
    with pytest.raises(MistakeError, match=r"policy.yaml:1: policies.0.limits: can't be counted: .* on Redis"):
        Gateway([policy], on_redis())


def test_after_a_reload_with_such_limits_the_old_policies_stay(tmp_path):
    told = []
    policy = write(tmp_path / "policy.yaml", POLICY)
    gateway = Gateway([policy], on_redis(), on_reload=told.append)
    before = gateway.book("")
    write(policy, TOO_FINE)
    gateway.reload()
    assert (gateway.book(""), told) == (before, ["mistake"])


def test_a_reload_that_fails_by_an_error_of_another_kind_counts_as_a_mistake_too(tmp_path, monkeypatch):
    told = []
    gateway = Gateway([write(tmp_path / "policy.yaml", POLICY)], Counters(), on_reload=told.append)
    before = gateway.book("")
    monkeypatch.setattr(gateway.counters, "_limiters", None)
    with pytest.raises(TypeError):
        gateway.reload()
    assert (gateway.book(""), told) == (before, ["mistake"])


def test_hidden_files_of_a_folder_such_as_the_lock_of_an_editor_do_not_count(tmp_path):
    write(tmp_path / "policy.yaml", f"domain: a\n{POLICY}")
    write(tmp_path / ".policy.yml", f"domain: b\n{POLICY}")
    (tmp_path / ".#policy.yaml").symlink_to("ann@host.1")  # Emacs's
    gateway = Gateway([tmp_path], Counters())
    assert gateway.domains() == "a"
    gateway.reload()
    assert not gateway.has_changed()


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


def test_an_access_log_that_was_moved_away_is_opened_again(tmp_path):
    path, old = tmp_path / "access.log", tmp_path / "access.log.1"
    with closing(LogFile(path)) as file:
        gateway = Gateway([write(tmp_path / "policy.yaml", POLICY)], Counters(), watchers=[AccessLog(file)])
        access(gateway)
        path.rename(old)
        for _ in range(2):
            access(gateway)
        assert [len(each.read_text().splitlines()) for each in (old, path)] == [1, 2]
        path.unlink()
        access(gateway)
        assert len(path.read_text().splitlines()) == 1


def test_a_log_that_cannot_be_opened_again_is_once_it_can(tmp_path, caplog):
    folder, moved = tmp_path / "logs", tmp_path / "moved"
    folder.mkdir()
    with closing(LogFile(folder / "access.log")) as file:
        gateway = Gateway([write(tmp_path / "policy.yaml", POLICY)], Counters(), watchers=[AccessLog(file)])
        folder.rename(moved)
        assert access(gateway).allowed
        assert "AccessLog failed, decisions go on" in caplog.text
        folder.mkdir()
        access(gateway)
    assert len((folder / "access.log").read_text().splitlines()) == 1


def test_counters_of_a_limit_that_is_gone_are_kept_as_long_as_they_count(tmp_path):
    now = [0]
    memory = SharedMemory(lambda: now[0])
    policy = write(tmp_path / "policy.yaml", POLICY)
    gateway = Gateway([policy], Counters(memory))
    assert [access(gateway).allowed for _ in range(3)] == [True, True, False]
    write(policy, "policies: []")
    gateway.reload()
    write(policy, POLICY)
    gateway.reload()
    assert not access(gateway).allowed
    write(policy, "policies: [{name: default, limits: 3/day}]")
    gateway.reload()
    assert access(gateway).allowed
    now[0] += DAY
    gateway.counters.drop_retired()
    assert len(memory) == 2
    now[0] += DAY
    gateway.counters.drop_retired()
    assert len(memory) == 1


def test_counters_of_a_limit_that_stays_are_never_dropped(tmp_path):
    now = [0]
    policy = write(tmp_path / "policy.yaml", POLICY)
    gateway = Gateway([policy], Counters(SharedMemory(lambda: now[0])))
    gateway.reload()
    now[0] += 3 * DAY
    assert access(gateway).allowed
    gateway.counters.drop_retired()
    assert [access(gateway).allowed for _ in range(2)] == [True, False]


def test_the_larger_of_two_limits_is_near_with_a_fifth_of_it_left_though_more_units_than_of_the_other(tmp_path):
    now, metrics = [0], Metrics("memory")
    limits = "policies: [{name: a, limits: 10/second; 100/day}, {name: b, limits: 1000/day, global: true}]"
    policy = write(tmp_path / "policy.yaml", f"algorithm: fixed_window\n{limits}")
    gateway = Gateway([policy], Counters(SharedMemory(lambda: now[0])), watchers=[metrics])
    for second in range(100):
        now[0] = second * 1_000_000_000
        assert access(gateway).allowed
    near = [line for line in metrics.page()[1].decode().splitlines() if "near_limit_total{" in line]
    assert near == ['ratelimit_gateway_near_limit_total{domain="",policy="a"} 20.0']


def test_the_times_of_decisions_are_in_buckets(tmp_path):
    metrics = Metrics("memory")
    for nanoseconds in (1_000, 60_000, 100_000, 2_000_000_000):
        metrics([], Verdict(), nanoseconds)
    page = metrics.page()[1].decode()
    name = "ratelimit_gateway_decision_seconds"
    counted = {
        key: float(value) for key, _, value in (line.rpartition(" ") for line in page.splitlines() if line[0] != "#")
    }
    bounds = {"5e-05": 1, "0.0001": 3, "1.0": 3, "+Inf": 4}
    assert {bound: counted[f'{name}_bucket{{backend="memory",le="{bound}"}}'] for bound in bounds} == bounds
    assert counted[f'{name}_count{{backend="memory"}}'] == 4
    assert counted[f'{name}_sum{{backend="memory"}}'] == pytest.approx(2.000161)
