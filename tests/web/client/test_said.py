"""What the headers of public APIs say.

The values are those of examples in each API's documentation, or of the shape that it describes; the address is where.
"""

import pytest

from ratelimit.web.client.said import Said, ToldLimit, read_answer

SECOND = 1_000_000_000
DATE = ("Date", "Mon, 24 Nov 2025 16:00:00 GMT")
THERE = 1_764_000_000  # the same, in seconds since 1970
HERE = (THERE + 7200) * SECOND  # this machine's clock is two hours fast


def said(*headers):
    return read_answer([DATE, *headers], HERE)


def of(seconds, left=0, quota=0, window=0):
    return ToldLimit(left, round(seconds * SECOND), quota, window * SECOND)


RECORDED = {
    # docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: Reset is in UTC epoch seconds
    "GitHub, used up": (
        [("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-used", "60"),
         ("x-ratelimit-reset", str(THERE + 1800)), ("x-ratelimit-resource", "core")],
        Said(None, {"": of(1800)}),
    ),
    "GitHub, a secondary limit": (
        [("retry-after", "60"), ("x-ratelimit-limit", "5000"), ("x-ratelimit-remaining", "4987"),
         ("x-ratelimit-reset", str(THERE + 90))],
        Said(60 * SECOND, {"": of(90, 4987)}),
    ),
    # docs.x.com/x-api/fundamentals/rate-limits: a Unix time, and a hyphen more
    "X": (
        [("x-rate-limit-limit", "900"), ("x-rate-limit-remaining", "847"), ("x-rate-limit-reset", str(THERE + 600))],
        Said(None, {"": of(600, 847)}),
    ),
    # discord/discord-api-docs, Rate_Limits.md: both a Unix time and seconds to go, with fractions
    "Discord": (
        [("X-RateLimit-Limit", "5"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", f"{THERE + 64}.57"),
         ("X-RateLimit-Reset-After", "64.57"), ("X-RateLimit-Bucket", "abcd1234")],
        Said(None, {"": of(64.57)}),
    ),
    "Discord, for all routes": (
        [("Retry-After", "65"), ("X-RateLimit-Global", "true"), ("X-RateLimit-Scope", "global")],
        Said(65 * SECOND, {}),
    ),
    # r/redditdev, "Formal ratelimiting headers": about so many seconds to the end of the period; counts have a `.0`
    "Reddit": (
        [("X-Ratelimit-Used", "2"), ("X-Ratelimit-Remaining", "598.0"), ("X-Ratelimit-Reset", "431")],
        Said(None, {"": of(431, 598)}),
    ),
    # docs.gitlab.com/administration/settings/user_and_ip_rate_limits: no `X-`, but a Unix time all the same
    "GitLab": (
        [("RateLimit-Limit", "60"), ("RateLimit-Name", "throttle_authenticated_web"), ("RateLimit-Observed", "67"),
         ("RateLimit-Remaining", "0"), ("RateLimit-Reset", str(THERE + 30)),
         ("RateLimit-ResetTime", "Mon, 24 Nov 2025 16:00:30 GMT"), ("Retry-After", "30")],
        Said(30 * SECOND, {"": of(30)}),
    ),
    # platform.openai.com/docs/guides/rate-limits: two limits, durations as Go writes them
    "OpenAI": (
        [("x-ratelimit-limit-requests", "60"), ("x-ratelimit-limit-tokens", "150000"),
         ("x-ratelimit-remaining-requests", "59"), ("x-ratelimit-remaining-tokens", "149984"),
         ("x-ratelimit-reset-requests", "1s"), ("x-ratelimit-reset-tokens", "6m0s")],
        Said(None, {"-requests": of(1, 59)}),
    ),
    "OpenAI, no token left": (
        [("x-ratelimit-remaining-requests", "59"), ("x-ratelimit-remaining-tokens", "0"),
         ("x-ratelimit-reset-requests", "12ms"), ("x-ratelimit-reset-tokens", "6m0s")],
        Said(None, {"-requests": of(0.012, 59), "-tokens": of(360)}),
    ),
    # shopify.dev/docs/api/admin-rest/usage/rate-limits: used/size of a leaky bucket, and a fraction in Retry-After
    "Shopify": (
        [("X-Shopify-Shop-Api-Call-Limit", "40/40"), ("Retry-After", "2.0")],
        Said(2 * SECOND, {}),
    ),
    # developer.atlassian.com/cloud/jira/platform/rate-limiting: ISO 8601, to the minute
    "Jira": (
        [("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "2025-11-24T16:02Z"),
         ("X-RateLimit-NearLimit", "true"), ("Retry-After", "97")],
        Said(97 * SECOND, {"": of(120)}),
    ),
    # developers.cloudflare.com/fundamentals/api/reference/limits
    "Cloudflare": (
        [("Ratelimit", '"default";r=50;t=30'), ("Ratelimit-Policy", '"default";q=1200;w=300')],
        Said(None, {"default": of(30, 50, 1200, 300)}),
    ),
    # docs.konghq.com/hub/kong-inc/rate-limiting: seconds to go, beside one field for each window
    "Kong": (
        [("RateLimit-Limit", "6"), ("RateLimit-Remaining", "4"), ("RateLimit-Reset", "47"),
         ("X-RateLimit-Limit-Minute", "6"), ("X-RateLimit-Remaining-Minute", "4")],
        Said(None, {"": of(47, 4)}),
    ),
    # express-rate-limit, `standardHeaders: "draft-7"`
    "express, draft 7": (
        [("RateLimit-Policy", "100;w=60"), ("RateLimit", "limit=100, remaining=0, reset=13")],
        Said(None, {"": of(13)}),
    ),
    # slowapi and flask-limiter, with headers on: Unix times
    "flask-limiter": (
        [("X-RateLimit-Limit", "10"), ("X-RateLimit-Remaining", "9"), ("X-RateLimit-Reset", str(THERE + 59)),
         ("Retry-After", "59")],
        Said(59 * SECOND, {"": of(59, 9)}),
    ),
    "DRF, nginx, ASP.NET": ([("Retry-After", "12")], Said(12 * SECOND, {})),
    "nothing": ([], Said(None, {})),
}  # fmt: skip


@pytest.mark.parametrize(("headers", "expected"), RECORDED.values(), ids=RECORDED)
def test_the_headers_of_public_apis_are_read(headers, expected):
    assert said(*headers) == expected


def test_a_date_is_taken_by_the_clock_of_the_server():
    late = ("Retry-After", "Mon, 24 Nov 2025 16:02:00 GMT")
    assert read_answer([DATE, late], HERE).wait == 120 * SECOND
    assert read_answer([late], THERE * SECOND).wait == 120 * SECOND  # without one, by this machine's
    assert read_answer([DATE, ("Retry-After", DATE[1])], HERE).wait == 0


@pytest.mark.parametrize("headers", [
    [("RateLimit", '"a";r=1;t=5'), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "9")],
    [("RateLimit", '"a";r=1;t=5'), ("RateLimit", "")],
])  # fmt: skip
def test_of_several_dialects_the_newest_counts(headers):
    assert said(*headers).limits in ({"a": of(5, 1)}, {})


def test_lines_of_one_field_are_one_list():
    headers = [("RateLimit", '"a";r=1;t=5'), ("ratelimit", '"b";r=2;t=6')]
    assert said(*headers).limits == {"a": of(5, 1), "b": of(6, 2)}


@pytest.mark.parametrize(
    "text", ['"a";r=0;t=5,', '"a";r=0;t=5, b', "a;r=0;t=5", '"a";r=0', '"a";r=-1;t=5', '"a";r=0;t=1.5']
)
def test_a_malformed_field_says_nothing(text):
    assert said(("RateLimit", text)).limits == {}


def test_what_is_counted_in_other_units_is_not_for_requests():
    policy = '"bytes";q=1000;w=1;qu="content-bytes", "a";q=10;w=60;qu="requests"'
    assert said(("RateLimit-Policy", policy), ("RateLimit", '"bytes";r=0;t=9, "a";r=3;t=6')).limits == {
        "a": of(6, 3, 10, 60)
    }


def test_of_two_partitions_the_tighter_one_counts():
    text = '"a";r=3;t=6;pk=:YQ==:, "a";r=1;t=2;pk=:Yg==:'
    assert said(("RateLimit", text)).limits == {"a": of(6, 1)}


def test_what_comes_from_a_cache_tells_nothing_of_what_is_left():
    fields = [("Age", "12"), ("RateLimit", '"a";r=0;t=5'), ("Retry-After", "3")]
    assert said(*fields) == Said(3 * SECOND, {})


def test_two_values_of_retry_after_say_nothing():
    assert said(("Retry-After", "3"), ("Retry-After", "4")).wait is None
