"""What each package says of itself, law by law, in our words, and where. What it doesn't say is not claimed."""

SOURCES = {
    "limits": "https://limits.readthedocs.io/en/stable/strategies.html",
    "throttled-py": "https://github.com/ZhuoZhuoCrayon/throttled-py",
    "pyrate-limiter": "https://pyratelimiter.readthedocs.io",
    "token-bucket": "https://github.com/falconry/token-bucket",
    "aiolimiter": "https://aiolimiter.readthedocs.io",
    "rush": "https://rush.readthedocs.io",
}

CLAIMS = {
    "limits": {
        "burst": "as many requests as the limit fit in a window, and any further one is rejected (README, strategies)",
        "bound": "no more than the limit in a window; for the counter, a formula for the weighted count, which is "
        "compared with the limit (README)",
        "due": "fixed window: when it is over, a new one allows the whole limit; moving window: a request is allowed "
        "if the nth oldest entry is at least as old as the window; counter: while its weighted count is below the "
        "limit (README)",
        "free": "moving window: a request is put into the log if there is room (README). The fixed window counts all "
        "requests, as the README says",
        "wait": "with nothing remaining, sleep until `reset_time`, and `hit` succeeds (README, last example)",
        "sooner": "fixed window: any further request before the reset is rejected (README)",
        "peek": "loop until `test` is true, and `hit` succeeds (README)",
        "remaining": "the quantity remaining in this window (`WindowStats.remaining`)",
        "reset": "fixed window: when the window will be reset (`WindowStats.reset_time`)",
        "most": "`hit` is true if the cost could be deducted without exceeding the limit (docstring)",
        "keys": "the identifiers are those of one instance of the limit (docstring of `hit`)",
    },
    "throttled-py": {
        "burst": "`limit` is how many requests may pass in the initial state (README, RateLimitState)",
        "bound": "the limit per period, and a burst on top (README, Quota); windows and buckets with their arithmetic "
        "and examples (docs/basic/readme.md)",
        "due": "windows: what was counted in this one, and a share of the one before; buckets: tokens come, or leak, "
        "at the preset rate, by the time that has gone by (docs/basic/readme.md)",
        "free": "a refused request for 60 of 59 leaves 59 (README, first example). The fixed window counts every "
        "request that arrives, as docs/basic says",
        "wait": "`retry_after` is the time after which to retry, and wait-and-retry waits for it (README)",
        "peek": "`peek` gives the current state, and `remaining` says how many requests may pass in it (README)",
        "remaining": "how many requests may pass in the current state (README, RateLimitState)",
        "reset": "the time to return to the initial state, in which everything remains (README, RateLimitState)",
        "most": "the README asserts that a request for 2 of a limit of 1 is limited",
        "least": "a cost is an integer of at least 0, else `DataError` (docstring of `limit`)",
        "back": "token and leaking bucket: the time gone by is never below 0 (`max(0, ...)` in `peek` and for Redis)",
        "keys": "a key is the unique identifier of what is limited (docstring)",
        "threads": "the storage backends are thread-safe (README, Features)",
    },
    "pyrate-limiter": {
        "burst": "`limit` per window, or `burst` at once (README, Algorithms; docstring of `Rate`)",
        "bound": "the log never allows more than `limit` in any rolling interval; the fixed window up to twice that "
        "across a boundary; the token bucket the sustained rate and the burst (README, Algorithms)",
        "due": "the log is exact, its interval closed at both ends; a token takes whole microseconds, rounded up "
        "(README; comments in `algorithm.py`)",
        "free": "either the whole weight fits or nothing is taken; a rejected request spends nothing (README, "
        "docstring of `StateAlgorithm.step`)",
        "wait": "`waiting` is the time until the bucket is available again (docstring)",
        "sooner": "it is the milliseconds until there is room (docstring of `retry_after`)",
        "most": "a weight above the limit can never fit, and the answer says so (docstring of `Decision`)",
        "keys": "different resources are tracked independently; a factory routes them (README)",
        "threads": "thread-safe by an `RLock` (README, Core concepts)",
    },
    "token-bucket": {
        "burst": "a new bucket is full to its capacity (docstrings of `Limiter` and `consume`)",
        "bound": "over time no more than the rate is consumed; a bucket holds no more than its capacity (docstring)",
        "due": "tokens come continuously, and fractions are kept for accuracy (comment in `replenish`)",
        "free": "all or nothing: a non-conforming request removes no tokens (docstring of `consume`)",
        "remaining": "the number of tokens in the bucket, as of the last replenishment (`get_token_count`)",
        "most": "all tokens asked for must be in the bucket (docstring of `consume`)",
        "least": "`num_tokens must be >= 1`, else `ValueError`",
        "keys": "consumers are tracked and limited independently (docstring of `Limiter`)",
        "threads": "races are not all prevented, but what remains of them only lowers the capacity (docstring of "
        "`MemoryStorage`)",
    },
    "aiolimiter": {
        "burst": "the largest burst is `max_rate` (documentation, Bursting)",
        "bound": "a leaky bucket: `max_rate` at once, then as capacity frees up (documentation, Bursting)",
        "due": "acquired as soon as capacity has been freed (docstring of `acquire`)",
        "wait": "`acquire` blocks until enough capacity has been freed (docstring)",
        "sooner": "it blocks until then (docstring)",
        "peek": "`has_capacity` says whether there is enough (docstring)",
        "most": "`ValueError` unless the amount is at most `max_rate` (docstring of `acquire`)",
        "least": "`ValueError` if the amount is below 0 (docstring of `acquire`)",
    },
    "rush": {
        "burst": "`count` requests are allowed in the period (docstring of `Quota`)",
        "bound": "`count` in the period (docstring of `Quota`); periodic: 60 requests, then a wait until a period "
        "after the first (documentation, limiters)",
        "due": "`count` in the period; periodic: a period after the first request there are more; GCRA: used amounts "
        "leak as time goes by (documentation, limiters)",
        "wait": "`retry_after` is the time after which a retry can be made (docstring of `RateLimitResult`)",
        "peek": "the current usage (docstring of `Throttle.peek`)",
        "remaining": "how much of the limit is left (docstring of `RateLimitResult`)",
        "reset": "how much time is left until the limit resets (docstring of `RateLimitResult`)",
        "most": "`count` in the period, and a quantity is asked for against that (docstring of `Throttle.check`)",
        "keys": "the key is that of a user (docstring of `Throttle.check`)",
    },
}

_NOT_BY = {  # what a package says, but not of these algorithms
    "limits: fixed window": {"free"},
    "limits: moving window": {"sooner", "reset"},
    "limits: sliding window counter": {"free", "sooner", "reset"},
    "throttled-py: fixed window": {"free", "back"},
    "throttled-py: sliding window": {"back"},
    "throttled-py: GCRA": {"due", "back"},
}


def claimed(case):
    """Return the laws that a package claims for one of its algorithms."""
    return CLAIMS[case.package].keys() - _NOT_BY.get(case.name, set())
