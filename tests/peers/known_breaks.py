"""What is broken in the pinned versions: each cause once, with the smallest timeline for every law it breaks.

The tests search for these timelines, so that a fixed bug does not stay here, and a new one is not missed. Each was also
checked without the adapters, by calling the package itself.
"""

from typing import NamedTuple


class Cause(NamedTuple):
    """One mistake, and where it shows."""

    case: str
    title: str
    breaks: dict[str, str]  # law: smallest timeline
    documented: str
    by_hand: str
    remark: str = ""


CAUSES = (
    Cause(
        "limits: moving window",
        "An entry that is exactly as old as the window still counts for `hit`, and no longer for `test`",
        {
            "due": "1 per 1 s: take(0) take(1)",
            "wait": "1 per 1 s: take(0) take(0)",
            "peek": "1 per 1 s: take(0) take(1)",
            "remaining": "1 per 1 s: take(0) take(1)",
        },
        "A request is allowed if the nth oldest entry is *at least* as old as the window (README). When `test` says "
        "yes, or `reset_time` has come, `hit` succeeds (README, examples).",
        "1 - 0 = 1 s, which is at least 1 s: the entry is out. `acquire_entry` refuses if `atime >= now - expiry`, and "
        "0 >= 1 - 1 holds. `get_moving_window`, asked at the same time, counts 0 entries in use.",
        "A microsecond later the request is granted. So it shows only with coarse or frozen clocks, and not if the "
        "sweeper, a thread that runs every 10 ms, has just dropped the entry.",
    ),
    Cause(
        "limits: sliding window counter",
        "At the very start of a window, the time to wait is 0",
        {"wait": "1 per 1 s: take(0) take(0)"},
        "With nothing remaining, sleep until `reset_time`, and `hit` succeeds (README, last example).",
        "At 0 the window lasts another second: `current_expires_in` is 1 + 1 = 2, and 2 % 1 = 0. So the reset is "
        "now, while `hit` refuses now.",
        "A millisecond later the answer is right. It shows when a test freezes time at a full minute.",
    ),
    Cause(
        "throttled-py: sliding window",
        "The first request of a window is counted even if it is refused",
        {"free": "1 per 1 s: take(0, 2) take(0)", "due": "1 per 1 s: take(0) take(1) take(2)"},
        "The estimate is what was counted in this window, and a share of the one before (docs/basic/readme.md); a "
        "refused request takes nothing from what remains (README, first example).",
        "After a refused 2, nothing was granted at 0: 0 + 0 + 1 = 1 is not above 1. And in the other: at 1 the window "
        "before has 1, of which a share of 1 still counts: 1 + 0 + 1 = 2 is above 1, refused. At 2 the "
        "window before, from 1 to 2, has granted nothing: 0 + 0 + 1 = 1 is not above 1. But `set(current_key, cost)` "
        "has put the refused 1 there.",
        "This goes on for ever: a client that asks at every edge is refused every time. Refused requests after "
        "the first are not counted, nor is any by the script for Redis.",
    ),
    Cause(
        "throttled-py: sliding window",
        "The reported times ignore that this window will be the one before",
        {"wait": "1 per 1 s: take(0) take(0)", "reset": "1 per 1 s: take(0)"},
        "`retry_after` is the time after which to retry, `reset_after` the time to return to the initial state, in "
        "which everything remains (README, RateLimitState).",
        "At 1 the window before has 1, of which a share of 1 still counts: 1 + 0 + 1 = 2 is above 1, refused. Both "
        "`retry_after` and `reset_after` were 1.",
        "With 10 per minute, all spent at 0:30: it reports a retry after 30 s, but refuses until 1:06.",
    ),
    Cause(
        "throttled-py: sliding window",
        "After a refusal, the refused cost is subtracted from `remaining`",
        {"remaining": "2 per 2 s: take(0) take(0, 2)"},
        "`remaining` is how many requests may pass in the current state (README, RateLimitState).",
        "2 - 1 = 1 remains, `peek` says 1, and a request for 1 is granted. The refusal said max(0, 2 - (1 + 2)) = 0.",
    ),
    Cause(
        "throttled-py: token bucket",
        "Parts of a token are lost at each grant",
        {"due": "2 per 3 s: take(0) take(1) take(2)"},
        "Tokens come at the preset rate, and how many is computed from the time gone by (docs/basic/readme.md).",
        "2/3 of a token comes each second. At 0 there are 2 - 1 = 1, at 1 there are 1 + 2/3 - 1 = 2/3, and at 2 there "
        "are 2/3 + 2/3 = 4/3, enough for 1. It counts 1 + floor(2/3) - 1 = 0 at 1, and 0 + floor(2/3) = 0 at 2.",
        "59 per minute, burst 5, asked once a second for an hour: 1802 are granted, instead of about 3540.",
    ),
    Cause(
        "throttled-py: leaking bucket",
        "Parts of a unit are lost at each grant",
        {"due": "2 per 3 s: take(0) take(1) take(2)"},
        "Tokens are dropped at the preset rate, by the time gone by (docs/basic/readme.md); it mirrors the "
        "token bucket.",
        "2/3 of a unit leaks each second. At 0 it holds 1, at 1 it holds 1 - 2/3 + 1 = 4/3, at 2 there are 4/3 - 2/3 = "
        "2/3, and 2/3 + 1 is not above 2. It counts 1 - floor(2/3) + 1 = 2 at 1, and 2 - floor(2/3) = 2 at 2.",
        "The same numbers as for its token bucket.",
    ),
    Cause(
        "throttled-py: leaking bucket",
        "A clock set back fills the bucket above its capacity",
        {"back": "1 per 1 s: take(0) take(-1)"},
        "`remaining` is how many requests may pass (README). A time gone by is never below 0: so for its token "
        "bucket, its script for Redis, and its own `peek`.",
        "-1 s have passed, so 1 - floor(-1 * 1) = 2 units are in a bucket for 1, and 1 - 2 = -1 remain. `peek` takes "
        "max(0, -1) = 0 s, and says 0.",
        "The clock is `time.time`. Set back by an hour at 100 per second, -359901 remain.",
    ),
    Cause(
        "throttled-py: GCRA",
        "At one time, a rounding error can cost a request",
        {"remaining": "3 per 4 s: take(0)", "burst": "3 per 4 s: take(0) take(0, 2)"},
        "`limit` is how many requests may pass in the initial state, `remaining` how many in the current one (README, "
        "RateLimitState).",
        "At 1000 s, with 4/3 s for each: as floats, (1000 + 4/3) - 1000 = 1.3333333333333712, more than 4/3. So "
        "floor(-1.00000000000003) = -2 instead of -1, and 3 - 2 - 2 = -1 is below 0. The state reported before said 2.",
        "Two calls must read the same time, so it takes a coarse or a frozen clock. For the first request of a key it "
        "is fixed: [#175](https://github.com/ZhuoZhuoCrayon/throttled-py/pull/175).",
    ),
    Cause(
        "token-bucket",
        "A race gives tokens back",
        {"threads": "1 per 1 s: take(0); while this reads the clock (reading 1), another thread takes 1"},
        "Some races are not prevented; what remains of them reduces the capacity, by a little (docstring of "
        "`MemoryStorage`).",
        "Thread A finds no bucket and makes a full one. Before that is stored, B makes its own and takes the token. A "
        "stores the full one, and takes a token too: 2 of 1. With a bucket that exists, A reads its tokens, B takes "
        "one, and A writes back the number that it had read.",
    ),
    Cause(
        "rush: periodic",
        "Exactly one period after its start, a window neither limits nor ends",
        {
            "bound": "1 per 1 s: take(0) take(1) take(1)",
            "due": "1 per 1 s: take(0) take(1) take(1.999) take(2.998)",
            "peek": "2 per 2 s: take(0) take(2, 2)",
        },
        "With 60 per 60 s, after 60 requests there are no more until 60 s after the first (documentation, limiters).",
        "At 1, elapsed = period = 1: `period > elapsed` is false, so nothing is refused; `period < elapsed` is false, "
        "so no window begins. The request at 1 is granted from the old window, and so are all that follow.",
        "Of 20 requests at 60 s, 20 are granted at 5 per minute; -20 remain.",
    ),
    Cause(
        "rush: periodic",
        "The first request of a window is not compared with the limit",
        {"most": "1 per 1 s: take(0, 2)", "remaining": "1 per 1 s: take(0, 2)"},
        "`count` is the number of requests that are allowed in the period (docstring of `Quota`), `remaining` how "
        "much of the limit is left (docstring of `RateLimitResult`).",
        "2 is more than 1. The check begins with `olddata is not None`, and a new key has none. 1 - 2 = -1 remain.",
    ),
    Cause(
        "rush: GCRA",
        "The last request of the burst is refused: `count` allows `count - 1`, and 1 allows none",
        {
            "burst": "1 per 1 s: take(0)",
            "due": "1 per 1 s: take(0)",
            "wait": "1 per 1 s: take(0)",
            "peek": "1 per 1 s: take(0)",
            "remaining": "2 per 2 s: take(0)",
        },
        "`count` is the number of requests that are allowed in the period (docstring of `Quota`). `remaining` is how "
        "much is left, `retry_after` the time after which a retry can be made (docstring of `RateLimitResult`).",
        "The request itself moves the arrival time to 1, so (0 - (1 - 1)) / 1 = 0 remain *after* it. That is refused, "
        "as `remaining < 1`. `peek` says that 1 remains, the refusal says to retry after 1 s, and then the same "
        "happens.",
        "With 1 per minute, it is refused once a minute, for ever.",
    ),
    Cause(
        "rush: GCRA",
        "`reset_after` is what it was before this request",
        {"reset": "3 per 4 s: take(0) take(0)"},
        "`reset_after` is how much time is left until the limit resets (docstring of `RateLimitResult`).",
        "Two units of 4/3 s each are owed at 0, so it is fresh at 8/3 = 2.666667. It says 1.333333: the debt of one.",
        "After the first request of a key it says -1 s.",
    ),
)
