"""What those who run a service are told."""

import json
import logging
import os
import re
import subprocess
import sys
from urllib.request import urlopen

import pytest

from katas.grader.kata import ROOT
from ratelimit.gateway.once_a_minute import OnceAMinute
from tests.gateway.running import OK, PATIENCE, service, write

GUIDE = (ROOT / "docs" / "gateway.md").read_text(encoding="utf-8")
POLICY = """\
domain: shop
policies:
  - {name: default, limits: 10 per 10 days}
  - {name: search, limits: 5/minute, route: search}
  - {name: ann, limits: 5/minute, route: search, consumer: ann}
  - {name: key, limits: 5/minute, route: keys, count_by: credential}
  - {name: new, limits: 1 per 10 days, global: true, shadow: true, count_by: everybody}
"""
ENVOYS = """\
domain: envoy
descriptors:
  - key: user
    rate_limit: {unit: day, requests_per_unit: 3}
  - key: all
    rate_limit: {unit: day, requests_per_unit: 9}
"""


def run(*arguments, env=None):
    command = [sys.executable, "-m", "ratelimit.gateway", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE)


def explained(folder, *options, **request):
    write(folder / "policy.yaml", POLICY)
    write(folder / "envoy.yaml", ENVOYS)
    (folder / "request.json").write_text(json.dumps(request))
    done = run(folder, "--explain", folder / "request.json", *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_each_limiter_says_of_redis_is_logged_once_a_minute():
    now, minute = [0], 60_000_000_000
    once = OnceAMinute("ratelimit.redis", lambda: now[0])

    def logged(message, *arguments, name="ratelimit.redis"):
        return once.filter(logging.LogRecord(name, logging.WARNING, "", 1, message, arguments, None))

    assert [logged("away: %s", number) for number in range(3)] == [True, False, False]
    assert [logged("back") for _ in range(2)] == [True, False]
    assert [logged("away: %s", number, name="ratelimit.gateway") for number in range(3)] == [True] * 3
    now[0] = minute - 1
    assert not logged("away: %s", 4)
    now[0] = minute
    assert [logged("away: %s", number) for number in range(3)] == [True, False, False]


def test_while_redis_is_away_the_log_does_not_grow_with_the_number_of_limits(tmp_path):
    limits = "".join(f"  - {{name: p{day}, limits: 1/{day} days, route: '{day}'}}\n" for day in range(1, 41))
    policy = write(tmp_path / "policy.yaml", f"domain: shop\npolicies:\n{limits}")
    with service(policy, "--redis", "redis://127.0.0.1:1/0") as running:
        assert [running.ask({"route": str(day)}).overall_code for day in range(1, 41)] == [OK] * 40
        running.process.terminate()
        assert running.process.stderr.read().count("Redis is away") < 40


def test_check_tells_each_mistake_and_fails(tmp_path):
    good = write(tmp_path / "good.yaml", POLICY)
    assert run("check", good).returncode == 0
    bad = write(tmp_path / "bad.yaml", "domain: x\npolicies:\n  - {name: a, limits: lots}\n  - {name: b}\n")
    done = run("check", tmp_path)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0].startswith(f"{bad}:3: policies.0.limits: quota must read like")
    assert lines[1] == f"{bad}:4: policies.1.limits: must be there"


def test_check_tells_what_redis_cannot_hold_if_asked(tmp_path):
    policy = write(
        tmp_path / "policy.yaml", "policies:\n  - {name: a, limits: 5/s}\n  - {name: b, limits: 99991/day, route: b}\n"
    )
    assert run("check", policy).returncode == 0
    done = run("check", "--redis", policy)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{policy}:3: policies.1.limits: can't be counted: burst * period, divided by")
    done = run("check", "--redis", write(tmp_path / "policy.yaml", "policies:\n  - {name: a, limits: 7/nanosecond}\n"))
    assert "period must be at least 1 millisecond on Redis, got that of 7/nanosecond\n" in done.stderr


@pytest.mark.parametrize(
    ("missing", "arguments", "status", "told"),
    [
        ("yaml", ["check"], 1, 'yaml is missing: pip install "ratelimit-katas[gateway]"\n'),
        ("redis", ["check", "--redis"], 0, ""),
        (
            "redis",
            ["--http=127.0.0.1:0", "--redis=redis://127.0.0.1:1/0"],
            1,
            'redis is missing: pip install "ratelimit-katas[gateway,redis]"\n',
        ),
    ],
)
def test_a_package_that_is_missing_is_told_by_its_extra(tmp_path, missing, arguments, status, told):
    (tmp_path / f"{missing}.py").write_text(f"raise ModuleNotFoundError('no', name={missing!r})")
    policy = write(tmp_path / "policy.yaml", POLICY)
    done = run(*arguments, policy, env=os.environ | {"PYTHONPATH": f"{tmp_path}:{ROOT}"})
    assert (done.returncode, done.stderr) == (status, told)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("redis://127.0.0.1:1/0?socket_timeot=0.1", "unexpected keyword argument 'socket_timeot'"),
        ("127.0.0.1:6379", "must specify one of the following schemes"),
    ],
)
def test_what_is_no_address_of_redis_is_refused(tmp_path, url, told):
    done = run(write(tmp_path / "policy.yaml", POLICY), "--http", "127.0.0.1:0", "--redis", url)
    assert (done.returncode, done.stderr.startswith("--redis must be like redis://")) == (1, True)
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_does_not_answer_at_the_start_is_told(tmp_path):
    policy = write(tmp_path / "policy.yaml", POLICY)
    command = [sys.executable, "-m", "ratelimit.gateway", policy, "--http=127.0.0.1:0", "--redis=redis://127.0.0.1:1"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        told = process.stderr.readline()
        process.kill()
    assert re.match(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ WARNING Redis does not answer, on_error decides until", told)
    assert "ConnectionError" in told
    assert "network:" not in told


@pytest.mark.parametrize("command", [["--explain=none.json"], ["--access-log=none/log", "--http=127.0.0.1:0"]])
def test_a_file_that_can_not_be_opened_is_told_with_its_option(tmp_path, command):
    done = run(write(tmp_path / "policy.yaml", POLICY), *command)
    option, _, name = command[0].partition("=")
    assert (done.returncode, done.stderr) == (1, f"{option} {name}: No such file or directory\n")


def test_a_command_that_there_is_not_is_told_with_those_that_there_are(tmp_path):
    done = run("reply", write(tmp_path / "policy.yaml", POLICY), "access.log")
    assert (done.returncode, "reply is no file, no folder, and no command: commands are check and" in done.stderr) == (
        2,
        True,
    )
    assert {"check", "replay"} <= set(run("--help").stdout.split())


def test_options_take_no_files_away(tmp_path):
    policy = write(tmp_path / "policy.yaml", POLICY)
    (tmp_path / "request.json").write_text('{"domain": "shop", "descriptors": []}')
    trusted = ["--trusted", "10.0.0.0/8", "--trusted", "192.0.2.1,::1"]
    assert run(f"--explain={tmp_path}/request.json", *trusted, policy).returncode == 0
    done = run("--trusted", "home", policy)
    assert (done.returncode, "argument --trusted: trusted must be networks, as '10.0.0.0/8'" in done.stderr) == (
        2,
        True,
    )


def test_standard_output_has_the_access_log_and_nothing_else(tmp_path):
    with service(write(tmp_path / "policy.yaml", POLICY), "--access-log", "-", kind="http") as running:
        with urlopen(f"http://{running.address}/check?domain=shop", timeout=PATIENCE):
            pass
        assert json.loads(running.process.stdout.readline())["domain"] == "shop"


def test_two_files_of_one_domain_and_a_file_that_is_not_there_are_mistakes(tmp_path):
    write(tmp_path / "a.yaml", ENVOYS)
    other = write(tmp_path / "b.yaml", ENVOYS)
    done = run("check", tmp_path, tmp_path / "c.yaml")
    assert f"{other}:1: domain: must be that of one file, got 'envoy' as in {tmp_path}/a.yaml\n" in done.stderr
    assert "c.yaml: No such file or directory\n" in done.stderr


def test_a_folder_without_files_is_a_mistake(tmp_path):
    done = run("check", tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path}: must have .yaml or .yml files, got a folder without any\n"


def test_the_files_of_the_guide_have_no_mistakes(tmp_path):
    policies = [block for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) if "policies:" in block]
    for number, text in enumerate(policies):
        write(tmp_path / f"{number}.yaml", text)
    assert len(policies) == 2
    assert run("check", tmp_path).stdout == "no mistakes (files: 2, domains: docs, shop)\n"


def test_it_must_be_told_where_to_listen(tmp_path):
    done = run(write(tmp_path / "policy.yaml", POLICY))
    assert (done.returncode, "--grpc or --http must say where to listen" in done.stderr) == (2, True)


def test_a_request_is_explained_by_policies_keys_and_the_answer(tmp_path):
    told = explained(tmp_path, domain="shop", descriptors=[{"consumer": "ann"}, {"route": "search"}])
    assert [policy["name"] for policy in told["policies"]] == ["ann", "new"]
    assert told["policies"][0] == {
        "name": "ann",
        "limits": ["5/minute by TokenBucket"],
        "is_for": {"consumer": "ann", "route": "search"},
        "counted_by": "consumer ann",
        "cost": 1,
        "global": False,
        "shadow": False,
    }
    assert told["less_specific"] == ["search", "default"]
    assert (told["answer"]["allowed"], told["answer"]["decided_by"]) == (True, "ann")
    assert told["answer"]["fields"]["RateLimit-Policy"] == '"ann";q=5;w=60'


def test_a_request_of_descriptors_is_explained_too(tmp_path):
    told = explained(tmp_path, domain="envoy", descriptors=[{"user": "ann"}, {"other": "x"}], hits_addend=4)
    assert [(policy["name"], policy["cost"]) for policy in told["policies"]] == [("envoy.user", 4)]
    assert told["descriptors_that_count_in_none"] == [{"other": "x"}]
    assert told["answer"]["allowed"] is False
    assert explained(tmp_path, domain="none", descriptors=[])["policies"] == []


def test_it_is_explained_as_envoy_counts_if_that_is_chosen(tmp_path):
    too_much_for_one = {"domain": "envoy", "descriptors": [{"user": "ann"}, {"all": "x"}], "hits_addend": 4}
    assert explained(tmp_path, **too_much_for_one)["answer"]["fields"] == {}
    fields = explained(tmp_path, "--as-envoy-counts", **too_much_for_one)["answer"]["fields"]
    assert fields["RateLimit"].startswith('"envoy.all";r=5;')


def test_hits_that_are_null_are_1(tmp_path):
    told = explained(tmp_path, domain="shop", descriptors=[{"consumer": "ben"}], hits_addend=None)
    assert told["policies"][0]["cost"] == 1


@pytest.mark.parametrize("kind", ["grpc", "http"])
def test_a_port_in_use_is_told(tmp_path, kind):
    policy = write(tmp_path / "policy.yaml", POLICY)
    with service(policy, kind=kind) as running:
        done = run(policy, f"--{kind}", running.address)
    assert done.returncode == 1
    assert done.stderr.startswith(f"can't listen on {running.address} for {kind}")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("address", ["8082", ":8082", "127.0.0.1:", "127.0.0.1:70000"])
def test_an_address_must_have_a_host_and_a_port(tmp_path, address):
    done = run(write(tmp_path / "policy.yaml", POLICY), "--http", address)
    assert done.returncode == 2
    assert f"must be a host and a port up to 65535, as 127.0.0.1:8081, got {address!r}" in done.stderr


@pytest.mark.parametrize("seconds", ["-1", "inf", "nan", "soon"])
def test_it_drains_for_seconds(tmp_path, seconds):
    done = run(write(tmp_path / "policy.yaml", POLICY), "--http", "127.0.0.1:0", f"--drain={seconds}")
    assert done.returncode == 2
    assert f"must be seconds, at least 0, got {seconds!r}" in done.stderr


@pytest.mark.parametrize("text", ["[]", "{", '{"descriptors": [5]}', '{"descriptors": [], "hits_addend": "x"}'])
def test_what_is_no_request_is_told(tmp_path, text):
    write(tmp_path / "request.json", text)
    done = run(write(tmp_path / "policy.yaml", POLICY), "--explain", tmp_path / "request.json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_decisions_are_counted_for_prometheus_and_logged_without_secrets(tmp_path):
    log = tmp_path / "access.log"
    policy = write(tmp_path / "policy.yaml", POLICY)
    with service(policy, "--access-log", log, kind="grpc http") as running:
        assert running.grants(12, {"consumer": "ben"}) == 10
        assert running.grants(1, {"credential": "secret", "route": "keys"}) == 1
        assert running.ask({"path": "/"}, domain="elsewhere").overall_code == OK
        running.reload()
        with urlopen(f"http://{running.http_address}/metrics", timeout=PATIENCE) as answer:
            page = answer.read().decode()
    counted = dict(line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    name = "ratelimit_gateway"
    assert float(counted[f'{name}_decisions_total{{domain="shop",policy="default",result="allowed"}}']) == 10
    assert float(counted[f'{name}_decisions_total{{domain="shop",policy="default",result="refused"}}']) == 2
    assert float(counted[f'{name}_near_limit_total{{domain="shop",policy="default"}}']) == 2
    assert float(counted[f'{name}_shadow_refusals_total{{domain="shop",policy="new"}}']) == 12
    assert float(counted[f'{name}_decision_seconds_count{{backend="memory"}}']) == 14
    assert float(counted[f'{name}_decisions_total{{domain="",policy="",result="allowed"}}']) == 1
    assert float(counted[f'{name}_reloads_total{{result="unchanged"}}']) == 1
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["allowed"] for line in lines] == [True] * 10 + [False] * 2 + [True] * 2
    assert {(line["domain"], line["policy"], line["key"]) for line in lines[:12]} == {
        ("shop", "default", "consumer ben")
    }
    assert lines[-2]["key"].startswith("credential ")
    assert "secret" not in log.read_text()
    assert lines[1]["would_be_refused_by"] == ["new"]
