"""Users' keys are opaque, and independent of one another."""

from enum import Enum

import pytest
from redis.crc import key_slot

from ratelimit import FixedWindow, Keys, Quota, TokenBucket
from tests.redis.algorithms import ALGORITHMS

QUOTA = Quota.per_day(2)
OWN = "token_bucket:2/86400000000/2"
HOSTILE = [
    "", " ", "  ", "\t", "\n", "\r\n", "\0", "\0\0", "a\0b", "a", "A", "a ", " a", "ab", "a:b", "a:b:c", "a/b", "a|b",
    "{", "}", "{}", "}{", "{a}", "a}", "{a", "{{a}}", "a{b}c", "}}", "{}}", "{a}{b}", "*", "?", "[a]", "\\", '"', "'",
    "$6\r\nfoobar\r\n", "é", "e\u0301", "ß", "ẞ", "İ", "i\u0307", "\u200b", "\u202e", "🪣", "👩\u200d👩\u200d👧",
    "\ud800", "\udfff", "\ud83e\udea3", "\uffff", "None", "0", "-1", "1e3", "nan", f"{OWN}{{a}}", f":{OWN}{{a}}", OWN,
    "x" * 1_000_000, "x" * 999_999,
]  # fmt: skip


@pytest.fixture
def names(client, prefix):
    """Look up the names in Redis of all the test's keys."""
    return lambda: set(client.scan_iter(match=f"{prefix}*", count=1000))


def test_hostile_keys_are_independent_and_each_is_one_key_in_redis(algorithm, make, names):
    limiter = make(algorithm, QUOTA)
    for key in HOSTILE:
        assert limiter.peek(key).remaining == 2, key[:20]
        assert [limiter.allow(key) for _ in range(3)] == [True, True, False], key[:20]
    assert not any(limiter.peek(key) for key in HOSTILE)
    assert len(names()) == len(HOSTILE)
    for key in HOSTILE:
        limiter.reset(key)
    assert not names()


class Plan(str, Enum):  # noqa: UP042  it prints as Plan.FREE
    FREE = "free"


class Secret(str):
    """A text that prints as another."""

    __slots__ = ()

    def __str__(self):
        return "***"

    __format__ = encode = __getitem__ = lambda *_: "***"


@pytest.mark.parametrize("remember", [0, 10])
def test_a_key_of_a_subclass_of_str_is_its_text_however_it_prints(make, remember, names):
    limiter = make(TokenBucket, QUOTA, remember=remember)
    assert [limiter.allow(key) for key in (Plan.FREE, "free", Plan.FREE, "free")] == [True, True, False, False]
    assert [limiter.allow(Secret(text)) for text in ("a", "b", "}")] == [True] * 3
    assert [limiter.hit(text).remaining for text in ("a", "b", "}")] == [0] * 3
    assert [limiter.peek(key).remaining for key in (Plan.FREE, Keys(Plan.FREE), Keys(Secret("a")))] == [0] * 3
    limiter.reset(Plan.FREE)
    assert limiter.hit_many(["free", Plan.FREE])[1].remaining == 0
    assert len(names()) == 4


@pytest.mark.parametrize("remember", [0, 10])
@pytest.mark.parametrize("bad", [7, None, b"a", ["a"], Keys("a", "b"), Keys(["a"])])
def test_what_is_no_key_is_told_in_our_words_and_nothing_is_hit(make, remember, bad, names):
    limiter = make(TokenBucket, QUOTA, remember=remember)
    wrong = r"key must be a str, got|keys must be one for each limit, 1, got 2"
    for call in (limiter.hit, limiter.allow, limiter.peek, limiter.refund, limiter.charge, limiter.reset):
        with pytest.raises((TypeError, ValueError), match=wrong):
            call(bad)
    with pytest.raises((TypeError, ValueError), match=wrong):
        limiter.hit_many(["a", bad])
    assert not names()


@pytest.mark.parametrize("key", ["ann", "", "}", "}ann", "{"])
def test_any_key_is_shared_by_limiters_of_one_limit_and_of_several(make, key):
    one, several = make(TokenBucket, QUOTA), make(TokenBucket, [QUOTA, Quota.per_hour(9)])
    one.hit(key)
    assert [level.remaining for level in several.hit(key).levels] == [0, 8]
    assert not one.allow(key)


def test_many_hostile_keys_in_one_trip_are_independent(make):
    limiter = make(TokenBucket, QUOTA)
    assert [hit.remaining for hit in limiter.hit_many(HOSTILE)] == [1] * len(HOSTILE)


def test_algorithms_and_quotas_are_independent_under_one_prefix_and_key(make, names):
    quotas = [Quota.per_day(2), Quota.per_day(22), Quota.per_hour(2), Quota.per_hour(22)]
    limiters = [make(algorithm, quota) for algorithm in ALGORITHMS for quota in quotas]
    bursts = [make(algorithm, Quota.per_day(2, burst=burst)) for algorithm in ALGORITHMS[3:] for burst in (1, 22)]
    for number, limiter in enumerate(limiters + bursts):
        before = limiter.peek("key")
        assert before.reset_after == 0
        assert limiter.hit("key", before.remaining)
        assert len(names()) == number + 1


@pytest.mark.parametrize("remember", [0, 10])
def test_prefixes_are_independent(make, prefix, remember):
    pairs = [
        ("a", "b:c"),
        ("a:b", "c"),
        ("a:b:c", ""),
        ("", "a:b:c"),
        ("a", f":{OWN}{{b}}"),
        (f"a:{OWN}", "b"),
        ("a\n", "b"),
    ]
    for before, key in pairs:
        limiter = make(TokenBucket, QUOTA, prefix=f"{prefix}{before}", remember=remember)
        assert [limiter.allow(key) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("odd", ["", "é 🪣\n\0", "\ud800", "*?[a]"])
def test_any_text_without_braces_is_a_prefix(make, prefix, odd):
    limiter = make(FixedWindow, QUOTA, prefix=prefix + odd)
    assert [limiter.allow("key") for _ in range(3)] == [True, True, False]


def test_without_a_prefix_a_key_works(make, own_client):
    limiter = make(TokenBucket, QUOTA, own_client, prefix="")
    assert [limiter.allow("key") for _ in range(3)] == [True, True, False]


def test_a_script_touches_only_the_key_that_was_declared(algorithm, make, own_client, admin, manual_clock):
    """The server itself reports what it received, and what the scripts did."""
    limiter = make(algorithm, QUOTA, own_client)
    limiter.hit("warm")
    asked, touched = [], []
    with admin.monitor() as monitor:
        for key in ("one", "two"):
            for _ in range(3):
                limiter.hit(key)
                limiter.hit(key, 2)
                limiter.peek(key)
                manual_clock.now += QUOTA.period // 3
        limiter.reset("end")
        while (words := monitor.next_command())["command"].split()[0] != "UNLINK":
            name, *rest = words["command"].split(" ")
            if name == "EVALSHA":
                assert rest[1] == "1"
                asked.append(rest[2])
            else:
                assert words["client_type"] == "lua"
                touched.append((name, asked[-1], rest[0]))
    assert len(asked) == 18
    assert {name for name, *_ in touched} <= {"GET", "SET", "ZRANGE", "ZCOUNT", "ZCARD", "ZADD", "ZREM", "ZREMRANGEBYSCORE", "PEXPIRE"}  # fmt: skip  # noqa: E501
    assert all(declared == key for _, declared, key in touched)
    assert {key_slot(key.encode()) for key in asked} == {key_slot(b"one"), key_slot(b"two")}


def test_nothing_but_keys_with_the_prefix_is_made(make, own_client, admin):
    for algorithm in ALGORITHMS:
        limiter = make(algorithm, QUOTA, own_client, prefix="mine")
        for _ in range(3):
            limiter.hit("key")
    made = admin.keys()
    assert len(made) == len(ALGORITHMS)
    assert all(key.startswith(b"mine:") for key in made)
