"""A client of one server can't follow where a cluster sends it."""

import pytest
from redis.exceptions import AskError, MovedError

from ratelimit import Quota, TokenBucket
from ratelimit.redis.question import Question
from ratelimit.redis.script import Script
from ratelimit.redis.server import Server


@pytest.mark.parametrize("reply", [MovedError("1 127.0.0.1:7001"), AskError("1 127.0.0.1:7001")])
def test_a_plain_client_of_a_cluster_hears_that_a_key_is_elsewhere(reply):
    script = Script(TokenBucket, Quota.per_day(1))
    question = Question(b"key", script.by_hash(b"key", "", 1, 1))
    asking = Server(script, 0).ask([question])
    assert [parcel.commands for parcel in next(asking)] == [[question.command]]
    with pytest.raises(StopIteration):
        asking.send([[reply]])
    assert question.answer is reply
