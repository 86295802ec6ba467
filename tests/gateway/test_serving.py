"""The services in this process."""

import asyncio
import os
import signal
import socket
from urllib.error import HTTPError
from urllib.request import urlopen

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from ratelimit.gateway import Counters
from ratelimit.gateway.check import Check
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.serving import serve
from tests.gateway.running import PATIENCE, service, write


def test_a_reload_that_fails_is_not_the_last_one(tmp_path, caplog):
    results = []

    def fail(result):
        results.append(result)
        os.kill(os.getpid(), signal.SIGHUP if len(results) < 2 else signal.SIGTERM)
        raise ValueError("no reload")

    path = write(tmp_path / "policy.yaml", "domain: shop\npolicies: []\n")
    gateway = Gateway([path], Counters(), on_reload=fail)
    check = Check(gateway, ["127.0.0.1"])

    def start(_service, _port):
        os.kill(os.getpid(), signal.SIGHUP)

    serving = serve(gateway, grpc_address=None, http_address="127.0.0.1:0", check=check, on_start=start)
    asyncio.run(asyncio.wait_for(serving, PATIENCE))
    assert results == ["unchanged", "unchanged"]
    assert "ValueError: no reload" in caplog.text


def test_all_services_close_together_and_health_says_so_while_a_request_is_under_way(tmp_path):
    path = write(tmp_path / "policy.yaml", "domain: shop\npolicies:\n  - {name: a, limits: 5/minute}\n")
    asyncio.run(asyncio.wait_for(close_during_a_request(path), PATIENCE))


async def close_during_a_request(path):
    ports, is_open = {}, asyncio.Event()
    limiter = Waiting()

    def start(service, port):
        ports[service] = port
        if len(ports) == 2:
            is_open.set()

    gateway = Gateway([path], Counters(lambda *_, **__: limiter))
    addresses = {"grpc_address": "127.0.0.1:0", "http_address": "127.0.0.1:0"}
    check = Check(gateway, ["127.0.0.1"])
    serving = asyncio.create_task(serve(gateway, **addresses, check=check, grace=PATIENCE, on_start=start))
    await is_open.wait()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{ports['grpc']}") as channel:
        states = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        assert (await states.read()).status == health_pb2.HealthCheckResponse.SERVING
        reader, writer = await asyncio.open_connection("127.0.0.1", ports["http"])
        writer.write(b"GET /check?domain=shop HTTP/1.1\r\nHost: a\r\n\r\n")
        await limiter.is_asked.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        assert (await states.read()).status == health_pb2.HealthCheckResponse.NOT_SERVING
        states.cancel()
        limiter.may_answer.set()
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()
        await serving


def test_while_it_drains_it_answers_and_its_health_says_that_it_leaves(tmp_path):
    policy = write(tmp_path / "policy.yaml", "domain: shop\npolicies:\n  - {name: a, limits: 5/minute}\n")
    with service(policy, "--drain", "3600", kind="grpc http") as running:
        states = health_pb2_grpc.HealthStub(running.channel).Watch(health_pb2.HealthCheckRequest(), timeout=PATIENCE)
        assert next(states).status == health_pb2.HealthCheckResponse.SERVING
        running.process.terminate()
        assert next(states).status == health_pb2.HealthCheckResponse.NOT_SERVING
        with pytest.raises(HTTPError, match="503"):
            urlopen(f"http://{running.http_address}/health", timeout=PATIENCE)
        assert running.grants(9, {"consumer": "ann"}) == 5
        states.cancel()
        running.process.terminate()
        assert running.process.wait(PATIENCE) == 0


WEBSOCKET = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 13\r\n"


def test_a_request_for_a_websocket_is_answered_as_any_other_and_nothing_is_logged_of_it(tmp_path):
    policy = write(tmp_path / "policy.yaml", "domain: shop\npolicies:\n  - {name: a, limits: 1/day}\n")
    with service(policy, kind="grpc http") as running:
        host, _, port = running.http_address.partition(":")
        answers = []
        for _ in range(2):
            with socket.create_connection((host, int(port)), timeout=PATIENCE) as asking:
                asking.sendall(b"GET /check?domain=shop HTTP/1.1\r\nHost: a\r\n" + WEBSOCKET + b"\r\n")
                answers.append(asking.makefile("rb").readline())
        assert answers == [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 429 Too Many Requests\r\n"]
        running.process.terminate()
        assert running.process.stderr.read() == ""


class Waiting:
    """A limiter that is asked, and answers when it may."""

    def __init__(self):
        self.is_asked, self.may_answer = asyncio.Event(), asyncio.Event()

    async def hit(self, _key, _cost):
        self.is_asked.set()
        await self.may_answer.wait()
        raise ConnectionError("no server")
