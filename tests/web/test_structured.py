"""The reader of structured fields agrees with a parser of all of RFC 9651."""

import http_sf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratelimit.web.structured import read_names

PARTS = [
    '"a"', '"burst"', '"a \\" b"', '"a\\\\b"', '"', "\\", ";r=60", ";t=58", "; q=1", ";w", ';qu="requests"',
    ";pk=:c3Q=:", ";a=?0", ";b=tok/en:1", ";c=-12.5", ";d=@17", ';e=%"f%c3%bc"', ";*k=1", ";R=1", ",", ", ", " , ",
    " ", "\t", "(", ")", "=", "1", ";", "é", '%"x%ff"', ";f=999999999999999", ";f=1000000000000000", ";f=1.",
    ";f=1234567890123.1", ";g=*a",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PARTS), max_size=8).map("".join),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=12),
)


def by_http_sf(text):
    """Return the same by the other parser."""
    try:
        found = http_sf.parse(text.encode("ascii"), tltype="list")
    except (ValueError, UnicodeEncodeError):
        return None
    if not all(isinstance(member, tuple) and type(member[0]) is str for member in found):
        return None
    return [
        (name, {key: value for key, value in parameters.items() if type(value) is int}) for name, parameters in found
    ]


@given(TEXTS)
@example('"a";t=1;t=2')
@example('"a", ')
@example('"a",')
@example('  "a";r=1  ')
@example('\t"a"')
@example('"a"\t')
@example('"burst";r=60;t=58, "daily";r=3')
@example("")
@example('("a" "b");r=1')
@example('"a";r=007')
def test_it_reads_what_the_other_reads(text):
    found = read_names(text)
    if found is not None:
        found = [
            (name, {key: value for key, value in parameters.items() if isinstance(value, int)})
            for name, parameters in found
        ]
    assert found == by_http_sf(text)


@pytest.mark.parametrize(("text", "parameters"), [
    ('"a"', {}),
    ('"a";w', {"w": "?1"}),
    ('"a";qu="content-bytes";pk=:c3Q=:;r=-3', {"qu": '"content-bytes"', "pk": ":c3Q=:", "r": -3}),
])  # fmt: skip
def test_what_is_no_integer_stays_as_it_is_written(text, parameters):
    assert read_names(text) == [("a", parameters)]


def test_a_long_field_takes_no_longer_than_its_length():
    assert read_names('"' + "a;r=1, " * 20_000) is None
    assert len(read_names(", ".join(['"a";r=1;t=2'] * 5000))) == 5000
    assert read_names('"a"' + ";r" * 50_000 + "!") is None
