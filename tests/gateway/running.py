"""A service in a process of its own, as people run it."""

import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from textwrap import dedent

import grpc
from envoy.service.ratelimit.v3 import rls_pb2, rls_pb2_grpc

from katas.grader.kata import ROOT

PATIENCE = 120  # seconds: for a machine that is busy


class Service:
    """Answers of a running service."""

    def __init__(self, process, address, http_address=None):
        self.process = process
        self.address = address
        self.http_address = http_address
        self.channel = grpc.insecure_channel(address)
        self.stub = rls_pb2_grpc.RateLimitServiceStub(self.channel)

    def ask(self, *descriptors, domain="shop", hits=0):
        return self.stub.ShouldRateLimit(request(*descriptors, domain=domain, hits=hits), timeout=PATIENCE)

    def grants(self, times, *descriptors):
        return sum(self.ask(*descriptors).overall_code == OK for _ in range(times))

    def reload(self):
        """Send SIGHUP, and return what the service says of it."""
        self.process.send_signal(signal.SIGHUP)
        return self.process.stderr.readline()

    def kill(self):
        self.process.kill()
        self.process.wait()


OK = rls_pb2.RateLimitResponse.OK
OVER = rls_pb2.RateLimitResponse.OVER_LIMIT


def request(*descriptors, domain="shop", hits=0):
    """Each descriptor is a dict of entries; what is not text are its fields."""
    asked = rls_pb2.RateLimitRequest(domain=domain, hits_addend=hits)
    for descriptor in descriptors:
        added = asked.descriptors.add()
        for key, value in descriptor.items():
            if isinstance(value, str):
                added.entries.add(key=key, value=value)
            elif key == "hits_addend":
                added.hits_addend.value = value
            else:
                added.limit.requests_per_unit, added.limit.unit = value
    return asked


@contextmanager
def service(*arguments, kind="grpc"):
    """Run the service, with a port that is free."""
    several = [part for each in kind.split() for part in (f"--{each}", "127.0.0.1:0")]
    command = [sys.executable, "-m", "ratelimit.gateway", *map(str, arguments), *several]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=1
    ) as process:
        try:
            ports = [_port(process, each) for each in kind.split()]
            running = Service(process, *[f"127.0.0.1:{port}" for port in ports])
            yield running
            running.channel.close()
        finally:
            process.kill()


def _port(process, kind):
    line = process.stdout.readline()
    match = re.fullmatch(rf"{kind}: listening on port (\d+)\n", line)
    assert match, line + process.stderr.read()
    return match[1]


def write(path, text):
    path.write_text(dedent(text), encoding="utf-8")
    return path
