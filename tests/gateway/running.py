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

    def reload(self, wanted="Reloaded"):
        """Send SIGHUP, and wait until the service says what is wanted."""
        self.process.send_signal(signal.SIGHUP)
        self.wait_for(wanted)

    def wait_for(self, wanted):
        """Read what the service says until it is what is wanted: it may say more, as it also watches the files."""
        read = ""
        for line in self.process.stderr:
            read += line
            if wanted in line:
                return
        raise AssertionError(f"the service has ended without {wanted!r}, but said {read!r}")

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
    read = ""
    for line in process.stderr:
        read += line
        match = re.search(rf" INFO {kind}: listening on port (\d+)$", line)
        if match:
            return match[1]
    raise AssertionError(f"the service has ended, but said {read!r}")


def write(path, text):
    """Write a file at once, as a service may be watching it."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(dedent(text), encoding="utf-8")
    return new.replace(path)
