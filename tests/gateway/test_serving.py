"""The services in this process."""

import asyncio
import os
import signal

from ratelimit.gateway import Counters
from ratelimit.gateway.check import Check
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.serving import serve
from tests.gateway.running import PATIENCE, write


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
    assert results == ["changed", "changed"]
    assert "ValueError: no reload" in caplog.text
