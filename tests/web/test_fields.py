"""Every field that is written parses, and says what the decision says."""

from dataclasses import dataclass, field

import http_sf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratelimit import Decision, Level, Quota
from ratelimit.decision import JointDecision
from ratelimit.web.fields import LARGEST, FieldWriter, checked_style, quoted, retry_after

SECOND = 1_000_000_000
GRANTED = Decision(allowed=True, remaining=4, retry_after=0, reset_after=SECOND, delay=0)
NAMES = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1)
NUMBERS = st.one_of(st.integers(1, 100), st.integers(1, 10**30), st.sampled_from([LARGEST, LARGEST + 1]))
PERIODS = st.one_of(NUMBERS, NUMBERS.map(lambda seconds: seconds * SECOND))


@dataclass
class Told:
    """What a writer reads of a decision."""

    levels: tuple[Level, ...]
    binding: int = 0
    next_afters: tuple[int, ...] = field(default=())

    @property
    def remaining(self):
        return min(level.remaining for level in self.levels)


def fields(limits, decision, style="draft-11"):
    return dict(FieldWriter(limits, style).fields(decision))


def parsed(text):
    return http_sf.parse(text.encode("ascii"), tltype="list")


@st.composite
def limits_and_decisions(draw):
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    limits = [(name, Quota(draw(NUMBERS), draw(PERIODS), draw(NUMBERS))) for name in names]
    waits = st.integers(0, 10**40) | st.integers(0, 3 * SECOND)
    levels = tuple(Level(draw(st.integers(0, 10**30) | st.integers(0, 9)), draw(waits)) for _ in names)
    nexts = tuple(draw(waits.map(lambda wait: wait + 1)) for _ in names)
    return limits, Told(levels, draw(st.integers(0, len(names) - 1)), nexts)


@given(limits_and_decisions())
@example(([('a "b\\', Quota(1, SECOND))], Told((Level(0, 0),), 0, (1,))))
def test_fields_parse_for_every_name_and_number(drawn):
    limits, told = drawn
    written = fields(limits, told)
    sendable = [number for number, (_, quota) in enumerate(limits) if quota.limit <= LARGEST]
    if not sendable:
        assert written == {}
        return
    policies, left = parsed(written["RateLimit-Policy"]), parsed(written["RateLimit"])
    assert [name for name, _ in policies] == [limits[number][0] for number in sendable]
    for number, (_, parameters) in zip(sendable, policies, strict=True):
        quota = limits[number][1]
        whole = quota.period % SECOND == 0 and quota.period // SECOND <= LARGEST
        assert parameters == {"q": quota.limit, **({"w": quota.period // SECOND} if whole else {})}
    order = sorted(sendable, key=lambda number: number != told.binding)
    assert [name for name, _ in left] == [limits[number][0] for number in order]
    for number, (_, parameters) in zip(order, left, strict=True):
        seconds = -(-told.next_afters[number] // SECOND)
        rest = {"t": seconds} if seconds <= LARGEST else {}
        assert parameters == {"r": min(told.levels[number].remaining, LARGEST), **rest}


def test_an_example_as_it_is_sent():
    limits = [("burst", Quota.per_minute(100)), ("daily", Quota.per_day(1000))]
    told = Told((Level(60, 0), Level(3, 0)), 1, (1, 86_400 * SECOND))
    assert fields(limits, told) == {
        "RateLimit-Policy": '"burst";q=100;w=60, "daily";q=1000;w=86400',
        "RateLimit": '"daily";r=3;t=86400, "burst";r=60;t=1',
    }


@pytest.mark.parametrize("period", [1, SECOND // 2, SECOND * 3 // 2])
def test_a_window_of_no_whole_seconds_is_left_out(period):
    assert fields([("a", Quota(5, period))], Told((Level(1, 0),)))["RateLimit-Policy"] == '"a";q=5'


def test_t_is_left_out_where_the_limiter_does_not_tell_it():
    assert fields([("a", Quota.per_second(5))], GRANTED)["RateLimit"] == '"a";r=4'


def test_t_is_rounded_up():
    told = Told((Level(0, 0),), 0, (SECOND + 1,))
    assert fields([("a", Quota.per_second(5))], told)["RateLimit"] == '"a";r=0;t=2'


@pytest.mark.parametrize("name", ["", "naïve", "a\nb", "a\x7f", "a\x00", "tab\t"])
def test_a_name_that_cannot_be_sent_is_refused(name):
    with pytest.raises(ValueError, match="name must be printable ASCII"):
        FieldWriter([(name, Quota.per_second(1))], "draft-11")


def test_a_name_that_is_no_text_is_refused():
    with pytest.raises(TypeError, match="name must be text, got 7"):
        quoted(7)


def test_quotes_and_backslashes_are_escaped():
    assert quoted('a"b\\c') == '"a\\"b\\\\c"'


def test_the_other_style_tells_of_the_binding_limit_and_has_seconds_to_go():
    decision = JointDecision.of(0, (Level(5, SECOND), Level(2, 90 * SECOND - 1)), 0, 0)
    limits = [("a", Quota.per_second(10)), ("b", Quota.per_minute(30))]
    assert fields(limits, decision, "x-ratelimit") == {
        "X-RateLimit-Limit": "30",
        "X-RateLimit-Remaining": "2",
        "X-RateLimit-Reset": "90",
    }


def test_off_writes_nothing():
    assert fields([("a", Quota.per_second(1))], GRANTED, "off") == {}


def test_an_unknown_style_is_refused():
    with pytest.raises(ValueError, match="fields must be one of 'draft-11', 'x-ratelimit', 'off', got 'draft-6'"):
        checked_style("draft-6")


@pytest.mark.parametrize(("wait", "seconds"), [(1, "1"), (SECOND, "1"), (SECOND + 1, "2"), (0, "1")])
def test_retry_after_is_rounded_up_and_never_0(wait, seconds):
    assert retry_after(Decision(allowed=False, remaining=0, retry_after=wait, reset_after=0, delay=0)) == seconds


@pytest.mark.parametrize(("style", "names"), [
    ("draft-11", ["RateLimit-Policy", "RateLimit", "Retry-After"]),
    ("x-ratelimit", ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"]),
    ("off", ["Retry-After"]),
])  # fmt: skip
def test_a_writer_knows_the_names_of_its_fields(style, names):
    assert FieldWriter([("a", Quota.per_second(1))], style).names() == names
