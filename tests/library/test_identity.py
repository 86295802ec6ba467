"""A limiter says what it is."""

import copy
import pickle
from functools import partial

import pytest

from ratelimit import GCRA, AsyncMemoryLimiter, MemoryLimiter, Quota, TokenBucket

QUOTA = Quota.parse("100/minute burst 20")


def test_its_repr_names_algorithm_and_quota():
    assert repr(MemoryLimiter(TokenBucket, QUOTA)) == ("MemoryLimiter(TokenBucket, Quota.parse('100/minute burst 20'))")
    made = partial(GCRA)
    assert repr(MemoryLimiter(made, QUOTA)) == f"MemoryLimiter({made!r}, Quota.parse('100/minute burst 20'))"


def test_its_repr_can_be_asked_for_in_the_middle_of_a_call():
    """A clock that logs its limiter must not wait for the limiter's lock."""
    seen = []

    def clock():
        seen.append(repr(limiter))
        return 0

    limiter = MemoryLimiter(TokenBucket, QUOTA, clock)
    assert limiter.allow("key")
    assert seen


def test_its_quota_is_the_one_it_was_made_with():
    limiter = MemoryLimiter(TokenBucket, QUOTA)
    assert limiter.quota is QUOTA
    with pytest.raises(AttributeError):
        limiter.quota = Quota.per_second(1)


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.copy, copy.deepcopy])
@pytest.mark.parametrize(
    ("kind", "name"), [(MemoryLimiter, "a MemoryLimiter"), (AsyncMemoryLimiter, "an AsyncMemoryLimiter")]
)
def test_it_is_not_copied_and_says_what_to_do_instead(duplicate, kind, name):
    with pytest.raises(TypeError) as caught:
        duplicate(kind(TokenBucket, QUOTA))
    assert str(caught.value) == (
        f"{name} can't be pickled or copied, as its keys and its lock belong to one process: "
        "make one where it is needed, or share a limiter on Redis"
    )
