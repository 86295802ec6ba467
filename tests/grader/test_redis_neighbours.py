"""The keys that a bucket on Redis is asked for because of what it makes of others."""

from hashlib import sha256

from katas.grader.redis import expiry
from katas.grader.redis.neighbours import digests, echoes, lengths, spellings


def test_what_differs_between_redis_keys_is_a_key_itself():
    digest = sha256(b"x" * 65).hexdigest()
    names = [("ann", b"kata{ann}"), ("x" * 65, f"kata{{{digest}}}".encode())]
    assert list(echoes(names)) == ["kata{ann}", f"kata{{{digest}}}", digest, digest]


def test_a_redis_key_that_is_no_text_is_no_key():
    assert list(echoes([("a", b"\xff\xfe"), ("b", b"kata:b"), ("c", b"kata:c")])) == ["kata:b", "kata:c"]


def test_a_key_is_spelt_as_code_escapes_and_cleans_it():
    assert {"a%20b", "a+b", "a_b", "'a b'", "A B", "ab", "YSBi"} <= set(spellings("a b"))
    assert {"e\u0301", "\\xe9", "?"} <= set(spellings("\u00e9"))
    assert {"7", "7.0"} <= set(spellings("07"))
    assert sha256(b"ann").hexdigest() in digests("ann")


def test_lengths_are_those_that_the_file_names_and_those_that_many_files_name(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("if len(key) > 777:\n    key = key[: 3 * 10**9]\n")
    found = lengths(str(path))
    assert {776, 777, 778, 63, 64, 65, 255, 1024} <= set(found)
    assert max(found) < 5_000


def test_expiries_are_looked_at_after_costs_and_refills_of_every_kind():
    cases = expiry.cases()
    firsts = {(case.quota.burst, case.steps[0].cost) for case in cases}
    assert {(5, 1), (5, 2), (5, 4), (5, 5), (1, 1)} <= firsts
    assert any(step.later for case in cases for step in case.steps)
    assert any(case.quota.limit > case.quota.period for case in cases)
