from ratelimit.web.headers import with_fields


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
    headers = [(b"ratelimit", b"1"), (b"a", b"b"), (b"ratelimit", b"2"), (b"ratelimit-policy", b"3")]
    fields = [("Retry-After", "9"), ("RateLimit", "4"), ("RateLimit-Policy", "5")]
    assert with_fields(headers, fields) == [
        (b"ratelimit", b"1, 2, 4"), (b"a", b"b"), (b"ratelimit-policy", b"3, 5"), (b"retry-after", b"9"),
    ]  # fmt: skip
