"""Five timelines for each kata, and for each what its brief says there."""

from katas.predict.question import Prediction

_MADE_OF = "all of its `cost` units or none of them"
_LOOKS = "Asking changes no later answer, even asking about the future."
_RAISES = "`level` and calls that raise don't move it"

TIMELINES: dict[str, tuple[Prediction, ...]] = {
    "fixed_window": (
        Prediction("3/10: take(4, 3) take(9) take(10)", "start at tick 0, wherever the first request falls"),
        Prediction(
            "2/10: take(8) take(9) take(10) take(11) take(12)",
            "The tick at which two windows meet belongs to the later one.",
        ),
        Prediction("2/10: take(0) take(3, 2) take(4) take(5)", _MADE_OF),
        Prediction("2/10: take(0) take(12, 3) take(5) level(5)", _RAISES),
        Prediction(
            "2/10: level(3) take(3) level(3) level(13) take(13, 2) take(8)",
            "in the clock's window, never in an older one",
        ),
    ),
    "sliding_log": (
        Prediction("3/10: take(0, 3) take(9) take(10)", "One that is exactly a period old no longer counts."),
        Prediction(
            "2/10: take(8, 2) take(11) take(17) take(18)",
            "It grants at most `quota.limit` units in any `quota.period` ticks in a row",
        ),
        Prediction(
            "3/10: take(0) take(4, 2) take(9, 2) take(10)", "ticks to wait until enough of the oldest have left"
        ),
        Prediction("2/10: take(0) take(3, 2) take(4) take(14, 3) take(9)", _MADE_OF),
        Prediction("2/10: take(2) level(5) level(12) take(12, 2) take(6)", _LOOKS),
    ),
    "sliding_window_counter": (
        Prediction("4/10: take(5, 4) take(12) take(13)", "`before * (period - elapsed) / period + current`"),
        Prediction("3/10: take(0, 2) take(11) take(14)", "as an exact fraction, never rounded"),
        Prediction(
            "4/10: take(5, 4) take(9) level(9) take(10)",
            "in which the units that are `current` now are `before`",
        ),
        Prediction("2/10: take(0) take(3, 2) take(4) take(30, 3) take(12)", _MADE_OF),
        Prediction("2/10: level(0) take(4) level(14) take(14, 2) level(25)", "to the end of the next window"),
    ),
    "token_bucket": (
        Prediction("1/10 burst 2: take(0) take(0) take(0) take(9) take(10)", "It holds at most `quota.burst` tokens"),
        Prediction("3/10: take(0, 3) take(3) take(4) take(4)", "and parts of a token count"),
        Prediction("2/10 burst 1: take(0, 2) take(3) take(20) take(20)", "above `burst` (not `limit`)"),
        Prediction("2/10: take(0, 2) take(4, 2) take(5) take(3)", "A refused take moves it too"),
        Prediction("1/10: take(0) take(20, 2) take(5) level(15) take(9)", "`level` and calls that raise don't"),
    ),
    "leaky_bucket": (
        Prediction(
            "1/10 burst 2: delay(0) take(0) delay(0) take(0) take(3)",
            "ticks until the water that is there at `now` has leaked, rounded up",
        ),
        Prediction("3/10: take(0, 3) take(3) take(4) delay(4)", "and parts of a unit count"),
        Prediction("2/10 burst 1: take(0, 2) take(3) take(20) take(20)", "above `burst`, which never fits"),
        Prediction(
            "2/10: take(0, 2) take(4, 2) take(5) delay(5) take(3)",
            "For a take below the clock nothing has leaked since",
        ),
        Prediction("1/10: take(0) take(20, 2) take(5) level(15) take(9)", "calls that raise don't move it"),
    ),
    "gcra": (
        Prediction("1/10 burst 2: take(0) take(0) take(0) take(9) take(10)", "at most `burst·T` ahead of now"),
        Prediction("3/10: take(0, 3) take(3) take(4) take(4)", "as fractions that are never rounded"),
        Prediction("2/10 burst 1: take(0, 2) take(3) take(20) take(20)", "if `cost` is below 1 or above `burst`"),
        Prediction("3/10: take(0) level(0) level(2) take(2, 3) take(2, 2)", "rounded down to whole units"),
        Prediction("1/10: take(0) take(20, 2) take(5) level(15) take(9)", "not of `level` or of calls that raise"),
    ),
    "composite_limits": (
        Prediction(
            "TokenBucket 2/10 + FixedWindow 3/40: take(0, 2) take(0) take(5) take(10)",
            "If one would refuse, none spends anything, not even for a moment.",
        ),
        Prediction(
            "TokenBucket 1/10 + TokenBucket 2/40: take(0) take(3) take(10) take(10)",
            "is the greatest wait of those that refuse",
        ),
        Prediction(
            "TokenBucket 2/10 + TokenBucket 1/10: take(0, 2) take(0) level(0)",
            "the smallest `remaining` of all, and the greatest `reset_after`",
        ),
        Prediction(
            "FixedWindow 1/10 + SlidingLog 2/30: take(0) take(5) take(10) take(20)", "Then each spends the cost."
        ),
        Prediction(
            "TokenBucket 1/10 + TokenBucket 1/40: take(0) level(60) take(20, 2) take(5) take(40)",
            "No unit is spent, and no meter's clock is moved",
        ),
    ),
    "keyed_limiter": (
        Prediction(
            "TokenBucket 2/10: allow(0, ann) allow(0, ann) allow(0, ann) allow(0, bob)", "Keys don't affect each other."
        ),
        Prediction("TokenBucket 1/10: allow(0, ann) allow(9, ann) allow(10, ann)", "answers as a meter would"),
        Prediction(
            "TokenBucket 2/10: allow(0, ann, 3) allow(0, ann, 2) allow(0, ann)",
            "The call creates no key and spends nothing.",
        ),
        Prediction(
            "TokenBucket 1/10: allow(20, ann) allow(15, bob) allow(15, ann) allow(20, bob)", "All keys share one clock."
        ),
        Prediction(
            "TokenBucket 1/10: allow(0, ann) allow(30, bob) allow(5, ann) allow(5, ann)",
            "It stands at the highest time that `clock()` has given",
        ),
    ),
    "redis_token_bucket": (
        Prediction(
            "3/600000000 burst 5: take(0, 5) take(0, 6) take(100000000) take(200000000, 2) take(400000000, 2)",
            "Each key has a bucket of at most `burst` tokens",
        ),
        Prediction(
            "3/1000000000: take(0, 3) take(333333333) take(333333334) take(666666667) take(999999999) take(1000000000)",
            "Every answer is that of exact arithmetic",
        ),
        Prediction(
            "1/200000000 burst 2: take(0, 2) take(300000000, 2) take(100000000) take(200000000)",
            "a refused one does *not* move it",
        ),
        Prediction(
            "2/400000000: take(400000000) take(200000000) take(300000000) take(600000000)",
            "is granted only if it would be granted at the clock",
        ),
        Prediction(
            "1/200000000 burst 2: take(0, 3) take(0) take(0, 2) take(0) take(200000000)",
            "It never expires before its bucket is full again",
            ("key",),
        ),
    ),
    "http_middleware": (
        Prediction(
            "middleware('10/minute') http(limiter=refused(1500000000)) http(limiter=refused(0)) "
            "http(limiter=granted(0, 1)) "
            "http(limiter=granted(9, 6000000000), app=[start(503, 'retry-after: 7'), body('hello')])",
            "in whole seconds, rounded up, and 1 at the least",
            ("status", "retry-after", "t"),
        ),
        Prediction(
            "middleware('10/minute', trusted=['10.0.0.0/8']) http(client='192.0.2.7', forwarded=['198.51.100.4']) "
            "http(client='10.0.0.1', forwarded=['198.51.100.4, 192.0.2.7']) "
            "http(client='10.0.0.1', forwarded=['198.51.100.4, 192.0.2.7', '10.0.0.2']) "
            "http(client='10.0.0.1', forwarded=['192.0.2.7, unknown, 10.0.0.2']) "
            "http(client='10.0.0.1', forwarded=['10.0.0.3, 10.0.0.2'])",
            "Stop at the first address that is not trusted",
            ("key",),
        ),
        Prediction(
            "middleware('10/minute', trusted=['10.0.0.0/8']) http(client='2001:DB8:0:7::1') "
            "http(client='::ffff:192.0.2.7') http(client='10.0.0.1', forwarded=['192.0.2.7:4711']) "
            "http(client='::ffff:10.0.0.1', forwarded=['[2001:db8:0:7::1]:443']) "
            "http(client=None, forwarded=['192.0.2.7'])",
            "its key is the first 64 bits",
            ("key",),
        ),
        Prediction(
            "middleware('10/minute', on_error='deny') http(limiter=fails('OSError')) "
            "http(limiter=granted(3, 1000000000)) "
            "http(limiter=granted(0, 1000000000), app=[start(503), body('hello')]) http(limiter=refused(1000000000))",
            "you send a complete response with status 503",
            ("status", "retry-after", "r"),
        ),
        Prediction(
            "middleware('10/minute') websocket(app=[message('websocket.accept')]) http(method='OPTIONS') "
            "http(client='192.0.2.7', limiter=granted(3, 1), app=[start(404), body('hello')]) "
            "http(client=None, limiter=fails('OSError'))",
            "Each request, whatever is in it, is one `hit` of one unit",
            ("key", "status", "r"),
        ),
    ),
    "gateway_plugin": (
        Prediction(
            "plugin(policy('all', '9/minute'), policy('free', '9/minute', group='free'), "
            "policy('gold', '9/minute', group='gold'), policy('payer', '9/minute', group='gold', route='/pay'), "
            "policy('ann', '9/minute', consumer='ann'), policy('pay', '9/minute', route='/pay', service='bank')) "
            "access(consumer='bob', groups=['gold', 'free']) "
            "access(consumer='bob', groups=['free', 'gold'], route='/pay', service='bank') "
            "access(consumer='ann', groups=['gold']) access(consumer='ann', route='/pay', service='bank') "
            "access(consumer='bob', route='/pay')",
            "of those whose scope fits, the most specific one",
        ),
        Prediction(
            "plugin(policy('all', '1/minute', count_by='credential')) access(consumer='ann', credential='a') "
            "access(consumer='ann', credential='b') access(consumer='ann', ip='192.0.2.1') "
            "access(consumer='bob', ip='192.0.2.1') access(consumer='ann') access(consumer='bob', after=1000000000)",
            "If the request lacks that, it is by `ip`",
        ),
        Prediction(
            "plugin(policy('gold', '2/minute', group='gold'), "
            "policy('pay', '1/second', route='/pay', count_by='service', globally=True)) "
            "access(consumer='ann', groups=['gold'], route='/pay', service='bank') "
            "access(consumer='ann', groups=['gold'], route='/pay', service='bank') "
            "access(consumer='ann', groups=['gold']) "
            "access(consumer='ann', groups=['gold'], route='/pay', service='bank') "
            "access(consumer='bob', route='/pay', service='shop')",
            "They decide together: if one of them all refuses, nothing is spent",
        ),
        Prediction(
            "plugin(policy('all', '1/minute'), policy('ann', '1/hour', consumer='ann', shadow=True), "
            "policy('bob', '9/hour', consumer='bob', enabled=False)) "
            "access(consumer='ann') access(consumer='ann') access(consumer='bob') access(consumer='bob')",
            "A policy in shadow mode is chosen as any other.",
        ),
        Prediction(
            "plugin(policy('all', '1/minute')) access(consumer='ann') "
            "reload(policy('all', '1/minute', service='bank'), policy('new', '2/minute', count_by='color')) "
            "access(consumer='ann', service='bank') "
            "reload(policy('all', '1/minute', service='bank'), policy('new', '1/minute')) "
            "access(consumer='ann', service='bank') access(consumer='ann') "
            "reload(policy('all', '2/minute')) access(consumer='ann')",
            "A policy keeps its counters if one of the same name with equal limits",
        ),
    ),
}
