"""Over TLS: the same decisions, on connections that are kept, and made anew when they are lost."""

import shutil
import ssl
import subprocess
from contextlib import closing

import pytest

from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from tests.redis.sync_async import Loop
from tests.redis.tcp_proxy import TcpProxy

QUOTA = Quota.per_day(10)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1, signed by itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, so there is no certificate to test with")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
    subprocess.run([openssl, *made, *names], check=True, capture_output=True)
    return certificate, key


@pytest.fixture
def proxy(server, certificate):
    """What the binary that the tests have lacks: the server, with TLS."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificate)
    with closing(Loop()) as loop, closing(TcpProxy(server, loop, tls)) as proxy:
        yield proxy


@pytest.fixture(params=[2, 3])
def tls_client(style, proxy, certificate, request):
    return style.client(proxy.connection_url, ssl_ca_certs=str(certificate[0]), protocol=request.param)


def test_every_call_is_answered_over_one_connection(make, tls_client, proxy):
    limiter = make(TokenBucket, QUOTA, tls_client)
    assert [limiter.hit("key", 4).remaining for _ in range(3)] == [6, 2, 2]
    assert [limiter.allow("key") for _ in range(3)] == [True, True, False]
    assert limiter.refund("key", 5) == 5
    limiter.charge("key", 2)
    assert limiter.peek("key").remaining == 3
    limiter.reset("key")
    assert limiter.peek("key").remaining == 10
    assert proxy.connections == 1


def test_thousands_of_keys_are_hit_in_order(make, tls_client, proxy):
    limiter = make(TokenBucket, QUOTA, tls_client)
    keys = [f"{number} {'long' * 50}" for number in range(1200)]
    assert [hit.remaining for hit in limiter.hit_many([*keys, *keys])] == [9] * 1200 + [8] * 1200
    assert proxy.connections == 1


def test_a_connection_that_the_server_closed_is_made_anew_unnoticed(make, tls_client, admin, proxy):
    limiter = make(TokenBucket, QUOTA, tls_client)
    for left in (9, 8, 7):
        assert limiter.hit("key").remaining == left
        admin.client_kill_filter(_type="normal", skipme=True)
        until(lambda: not proxy.open)
    assert proxy.connections == 3


def test_a_decision_whose_reply_is_lost_is_made_once(style, make, tls_client, proxy):
    limiter = make(TokenBucket, QUOTA, tls_client)
    limiter.hit("key")
    proxy.cut = 1
    with pytest.raises(style.errors.ConnectionError):
        limiter.hit("key")
    assert limiter.hit("key").remaining == 7


def test_a_certificate_that_is_not_trusted_means_that_redis_is_away(style, make, proxy):
    client = style.client(proxy.connection_url)
    with pytest.raises(style.errors.ConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        make(TokenBucket, QUOTA, client).hit("key")
    assert make(TokenBucket, QUOTA, client, on_error="deny").hit("key").degraded
