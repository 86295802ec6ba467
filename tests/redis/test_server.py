"""A client of one server can't follow where a cluster sends it."""

import pytest
from redis import Redis
from redis.exceptions import AskError, MovedError

from ratelimit import Quota, TokenBucket
from ratelimit.limit import Limits
from ratelimit.redis.asked import Asked
from ratelimit.redis.exchange import Request
from ratelimit.redis.library import library_of
from ratelimit.redis.script import Script
from ratelimit.redis.server import Server

LIBRARY, _ = library_of(Redis(), asynchronous=False)


@pytest.mark.parametrize("reply", [MovedError("1 127.0.0.1:7001"), AskError("1 127.0.0.1:7001")])
def test_a_plain_client_of_a_cluster_gets_the_error_that_another_node_has_the_key(reply):
    script = Script(Limits(TokenBucket, Quota.per_day(1)))
    request = Request(b"key", script.by_hash([b"key"], "", Asked(1, 1, script.own)))
    exchange = Server(script, LIBRARY, 0).exchange([request])
    assert [batch.commands for batch in next(exchange)] == [[request.command]]
    with pytest.raises(StopIteration):
        exchange.send([[reply]])
    assert request.reply is reply
