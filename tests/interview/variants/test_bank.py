"""Meters that people might write, one for each client: right ones of the bank are right variants."""

from pathlib import Path

import pytest

from katas.grader.kata import load_kata
from tests.interview.variants.judging import first_red, points

BANK = Path(__file__).parents[2] / "bank"
VARIANTS = {
    "fixed_window": "grid-costs-wait",
    "sliding_log": "sliding-costs-wait",
    "token_bucket": "bucket-burst-costs-wait",
    "leaky_bucket": "bucket-burst-costs-wait",
    "gcra": "bucket-burst-costs-wait",
}
OF_EACH_CLIENT = """

class RateLimiter:
    def __init__(self, quota):
        self.quota, self.meters = quota, {{}}

    def take(self, now, client, cost=1):
        if client not in self.meters:
            self.meters[client] = {name}(self.quota)
        return self.meters[client].take(now, cost)
"""


def of_each_client(path):
    """Return a limiter that keeps a meter of the bank for each client."""
    kata = load_kata(path.parents[1].name)
    return path.read_text(encoding="utf-8") + OF_EACH_CLIENT.format(name=kata.class_name)


@pytest.mark.sampled
@pytest.mark.parametrize(
    "path",
    [path for kata in VARIANTS for path in sorted((BANK / kata / "right").glob("*.py"))],
    ids=lambda path: f"{path.parents[1].name}/{path.stem}",
)
def test_a_right_meter_for_each_client_is_right(path, tmp_path):
    assert points(VARIANTS[path.parents[1].name], of_each_client(path), tmp_path) == 100


@pytest.mark.parametrize(
    ("path", "level"),
    {
        "fixed_window/wrong/shared_between_meters": "limit",
        "fixed_window/wrong/starts_at_the_first_request": "windows",
        "fixed_window/wrong/edge_in_old_window": "edge",
        "fixed_window/wrong/zero_cost_accepted": "costs",
        "fixed_window/wrong/refused_counted": "refusals",
        "fixed_window/wrong/wait_one_tick_late": "wait",
        "sliding_log/wrong/same_instant_overwrites": "limit",
        "sliding_log/wrong/cleared_with_its_first": "windows",
        "sliding_log/wrong/closed_window": "edge",
        "sliding_log/wrong/one_entry_per_request": "costs",
        "sliding_log/wrong/refused_logged": "refusals",
        "sliding_log/wrong/wait_for_newest": "wait",
        "sliding_log/wrong/wait_for_one_unit": "everything",
        "token_bucket/wrong/starts_empty": "limit",
        "token_bucket/wrong/class_attributes_set_in_init": "clients",
        "token_bucket/wrong/drops_fractions_at_refill": "windows",
        "token_bucket/wrong/spends_one_whatever_the_cost": "costs",
        "token_bucket/wrong/wait_until_full": "wait",
        "token_bucket/wrong/cap_is_the_limit": "burst",
        "token_bucket/wrong/float_tokens": "everything",
        "gcra/wrong/tolerance_is_the_period": "burst",
        "leaky_bucket/wrong/empties_once_a_period": "windows",
    }.items(),
)
def test_a_meter_with_a_mistake_fails_at_the_level_of_that(path, level, tmp_path):
    file = BANK / f"{path}.py"
    assert first_red(VARIANTS[path.split("/")[0]], of_each_client(file), tmp_path).name == level
