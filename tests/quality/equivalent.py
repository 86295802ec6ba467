"""Mutants of the solutions that change no answer, cost or race: the line before and after, and why."""

_FIRST = "no time is below 0, so the first call moves it on just the same"
_NEVER_BELOW = "a meter's answers are never below 0"

EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "fixed_window",
        "return self.used if window == self.window else 0",
        "return self.used if window <= self.window else 0",
    ): "`window` comes from `_window_at`, which is never below `self.window`",
    (
        "fixed_window",
        "self.window = 0  # the number of the window that is counted",
        "self.window = -1  # the number of the window that is counted",
    ): "nothing is used in either, and no time is in window -1",
    (
        "sliding_log",
        "self.clock = 0  # the highest time of a take so far",
        "self.clock = -1  # the highest time of a take so far",
    ): _FIRST,
    (
        "sliding_window_counter",
        "if windows_on == 0:",
        "if windows_on <= 0:",
    ): "both callers have moved `now` up to the clock, so it is never below 0",
    (
        "sliding_window_counter",
        "if windows_on == 1:",
        "if windows_on <= 1:",
    ): "the same, and 0 has been dealt with a line above",
    (
        "sliding_window_counter",
        "self.clock = 0  # the highest time of a take so far; its window is the current one",
        "self.clock = -1  # the highest time of a take so far; its window is the current one",
    ): "both counts are 0 then, in whichever windows",
    (
        "token_bucket",
        "self.last = 0  # the tick at which there were so many",
        "self.last = -1  # the tick at which there were so many",
    ): "the bucket is full then, and a tick more can't fill it further",
    (
        "leaky_bucket",
        "self.drops = 0",
        "self.drops = -1",
    ): "what is there is cut off at 0 before anything is made of it",
    (
        "leaky_bucket",
        "self.last = 0  # the tick at which there were so many",
        "self.last = -1  # the tick at which there were so many",
    ): "the bucket is empty then, and a tick more can't empty it further",
    (
        "gcra",
        "self.tat = 0  # in slices",
        "self.tat = -1  # in slices",
    ): "how far it is ahead of now is cut off at 0",
    (
        "composite_limits",
        "if len({id(meter) for meter in meters}) < len(meters):",
        "if len({id(meter) for meter in meters}) != len(meters):",
    ): "a set of them is never larger than they are",
    (
        "composite_limits",
        "if len({id(meter) for meter in meters}) < len(meters):",
        "if len({id(meter) for meter in meters}) is not len(meters):",
    ): "the same; and CPython has one object for each small number",
    (
        "composite_limits",
        "tightest = [(level.remaining, -level.reset_after) for level in self._levels(self.clock)]",
        "tightest = [(level.remaining, ~level.reset_after) for level in self._levels(self.clock)]",
    ): "each of them is one less, and so their order is the same",
    (
        "composite_limits",
        "self.most = min(meter.level(0).remaining for meter in meters)  # fresh: all of each capacity is there",
        "self.most = min(meter.level( 1).remaining for meter in meters)  # fresh: all of each capacity is there",
    ): "a meter that is fresh is so at any time",
    (
        "composite_limits",
        "self.clock = 0  # the highest time of a take so far",
        "self.clock = -1  # the highest time of a take so far",
    ): _FIRST,
    (
        "keyed_limiter",
        "return wait == 0",
        "return wait <= 0",
    ): _NEVER_BELOW,
    (
        "keyed_limiter",
        "if self.meters[key].level(now).reset_after == 0:",
        "if self.meters[key].level(now).reset_after <= 0:",
    ): _NEVER_BELOW,
    (
        "keyed_limiter",
        "self.now = 0  # the latest time that a call was answered at",
        "self.now = -1  # the latest time that a call was answered at",
    ): _FIRST,
    (
        "gateway_plugin",
        "is_text(policy.count_by) and policy.count_by.startswith(HEADER) and policy.count_by != HEADER",
        "is_text(policy.count_by) and policy.count_by.startswith(HEADER) and policy.count_by > HEADER",
    ): "a text that starts with another is that or comes after it",
    (
        "gateway_plugin",
        'return isinstance(value, str) and value != ""',
        'return isinstance(value, str) and value > ""',
    ): "no text comes before the empty one",
    (
        "gateway_plugin",
        'return isinstance(value, str) and value != ""',
        'return isinstance(value, str) and value is not ""',
    ): "CPython has one empty text",
    (
        "gateway_plugin",
        "if owner != policy.name:",
        "if owner is not policy.name:",
    ): "`owner` is this policy's own name, the same object, unless another policy has the scope",
    (
        "gateway_plugin",
        "several = isinstance(policy.limits, Sequence) and len(policy.limits) > 0",
        "several = isinstance(policy.limits, Sequence) and len(policy.limits) != 0",
    ): "no length is below 0",
    (
        "http_middleware",
        'if self.on_error == "allow":',
        'if self.on_error <= "allow":',
    ): "the only other word comes later in the alphabet",
    (
        "http_middleware",
        "return str(address) if address.version == 4 else str(IPv6Network((address, 64), strict=False))",
        "return str(address) if address.version <= 4 else str(IPv6Network((address, 64), strict=False))",
    ): "there are two versions, 4 and 6",
}
