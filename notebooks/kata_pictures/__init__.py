"""One picture for each kata, which shows its algorithm on a trace of the library."""

from notebooks.kata_pictures import (
    composite_limits,
    fixed_window,
    gateway_plugin,
    gcra,
    http_middleware,
    keyed_limiter,
    leaky_bucket,
    redis_token_bucket,
    sliding_log,
    sliding_window_counter,
    token_bucket,
)

KATA_PICTURES = {
    "fixed_window": fixed_window.picture,
    "sliding_log": sliding_log.picture,
    "sliding_window_counter": sliding_window_counter.picture,
    "token_bucket": token_bucket.picture,
    "leaky_bucket": leaky_bucket.picture,
    "gcra": gcra.picture,
    "composite_limits": composite_limits.picture,
    "keyed_limiter": keyed_limiter.picture,
    "redis_token_bucket": redis_token_bucket.picture,
    "http_middleware": http_middleware.picture,
    "gateway_plugin": gateway_plugin.picture,
}
