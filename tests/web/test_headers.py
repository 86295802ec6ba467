import pytest

from ratelimit.web.headers import add_fields, with_fields


def test_an_apps_headers_stay_as_they_are_and_fields_come_after_them():
    headers = [(b"Set-Cookie", b"a=1"), (b"set-cookie", b"b=2"), (b"Content-Type", b"text/plain")]
    assert with_fields(headers, [("RateLimit", '"a";r=1')]) == [*headers, (b"ratelimit", b'"a";r=1')]


def test_an_apps_list_of_the_same_name_is_joined_into_one_line():
    headers = [(b"RateLimit", b'"x";r=1'), (b"vary", b"*"), (b"ratelimit", b'"y";r=2')]
    assert with_fields(headers, [("RateLimit", '"a";r=3')]) == [
        (b"RateLimit", b'"x";r=1, "y";r=2, "a";r=3'), (b"vary", b"*"),
    ]  # fmt: skip


def test_an_empty_list_does_not_leave_a_comma():
    assert with_fields([(b"ratelimit", b"")], [("RateLimit", '"a";r=3')]) == [(b"ratelimit", b'"a";r=3')]


def test_a_field_that_is_no_list_stays_the_apps():
    assert with_fields([(b"retry-after", b"7")], [("Retry-After", "3")]) == [(b"retry-after", b"7")]


def test_headers_may_be_lists_of_any_kind():
    assert with_fields(iter([[b"a", b"b"]]), []) == [(b"a", b"b")]


def test_several_lists_are_joined_whatever_was_added_before():
    headers = [(b"ratelimit", b'"1"'), (b"a", b"b"), (b"ratelimit", b'"2"'), (b"ratelimit-policy", b'"3"')]
    fields = [("Retry-After", "9"), ("RateLimit", '"4"'), ("RateLimit-Policy", '"5"')]
    assert with_fields(headers, fields) == [
        (b"ratelimit", b'"1", "2", "4"'), (b"a", b"b"), (b"ratelimit-policy", b'"3", "5"'), (b"retry-after", b"9"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said", ["limit=9, remaining=5, reset=30", "limit=5", "5;w=60", '"x;r=1', '"a",', "\xe9", '"a";r=1 ü']
)
def test_what_is_no_list_of_limits_stays_the_apps_and_none_is_added(said):
    """A list of ours behind it could be read by nobody, and what the app has said neither."""
    headers = [(b"ratelimit", said.encode("latin-1")), (b"a", b"b")]
    assert with_fields(headers, [("RateLimit", '"a";r=3')]) == headers
    known = {"RateLimit": said}
    add_fields(known, [("RateLimit", '"a";r=3')])
    assert known == {"RateLimit": said}


def test_names_that_an_app_lets_browsers_read_are_joined():
    headers = [(b"access-control-expose-headers", b"X-Total, *")]
    added = with_fields(headers, [("Access-Control-Expose-Headers", "RateLimit")])
    assert added == [(b"access-control-expose-headers", b"X-Total, *, RateLimit")]


def test_an_empty_list_of_a_framework_does_not_leave_a_comma():
    known = {"RateLimit": ""}
    add_fields(known, [("RateLimit", '"a";r=3')])
    assert known == {"RateLimit": '"a";r=3'}
