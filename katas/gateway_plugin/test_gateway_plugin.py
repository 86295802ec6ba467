"""The laws of a gateway's plugin, in order. `pytest katas/gateway_plugin` grades gateway_plugin.py beside this file."""

from katas.grader import Kata
from katas.grader.gateway import bad_values, cost_growth, inputs, probes, small_scopes, waits
from katas.grader.gateway.plot_traffic import TRAFFIC
from katas.grader.gateway.scenario import Scenario
from katas.grader.gateway.trial import GatewayTrial

KATA = Kata(
    "gateway_plugin",
    "Plugin",
    trial=GatewayTrial,
    facets=probes.facets,
    traffic=TRAFFIC,
    library="composite.py",
    parse=Scenario.parse,
    shows="policies",
)


@KATA.level(15)
def scope(trial: GatewayTrial) -> None:
    """the most specific policy that fits decides; none: allowed"""
    trial.check(
        inputs.SCOPES,
        "plugin(policy('all', '1000/minute')) access()",
        "plugin() access(consumer='ann')",
        "plugin(policy('all', '1000/minute'), policy('ann', '1000/minute', consumer='ann')) access(consumer='ann')",
        "plugin(policy('ann', '1000/minute', consumer='ann')) access(consumer='bob')",
        "plugin(policy('gold', '1000/minute', group='gold')) access(groups=['gold'])",
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(small_scopes.every_pair())
        trial.compare(small_scopes.running_together())


@KATA.level(10)
def groups(trial: GatewayTrial) -> None:
    """of several groups, the first by name that has a policy"""
    trial.check(
        inputs.GROUPED,
        "plugin(policy('gold', '1000/minute', group='gold'), policy('free', '1000/minute', group='free')) "
        "access(groups=['gold', 'free'])",
        "plugin(policy('gold', '1000/minute', group='gold')) access(groups=['free', 'gold'])",
        "plugin(policy('gold', '1000/minute', group='gold', route='a'), policy('free', '1000/minute', group='free')) "
        "access(groups=['free', 'gold'], route='a')",
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(small_scopes.every_two_groups())


@KATA.level(10)
def limits(trial: GatewayTrial) -> None:
    """refused with the wait; a policy's counters are its own"""
    trial.check(
        inputs.LIMITED,
        "plugin(policy('all', '1/minute')) access(consumer='ann') access(consumer='ann')",
        "plugin(policy('all', '1/minute')) access(consumer='ann') access(consumer='bob')",
        "plugin(policy('all', '1/minute')) access(consumer='ann') access(consumer='ann', after=60000000000)",
        "plugin(policy('all', '1/second', '2/minute')) access(consumer='ann') access(consumer='ann', after=1000000000) "
        "access(consumer='ann', after=1000000000)",
        "plugin(policy('all', '1/minute'), policy('api', '1/minute', route='a')) access(consumer='ann') "
        "access(consumer='ann', route='a')",
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(waits.every_width())
        trial.compare(waits.every_two_windows())


@KATA.level(15)
def count(trial: GatewayTrial) -> None:
    """counted by what count_by names, else by ip, else together"""
    one = "plugin(policy('all', '1/minute'"
    trial.check(
        inputs.COUNTING,
        f"{one}, count_by='credential')) access(credential='a') access(consumer='ann', credential='b')",
        f"{one}, count_by='service')) access(consumer='ann', service='a') access(consumer='bob', service='a')",
        f"{one}, count_by='header:X-Key')) access(headers={{'x-key': 'a'}}) access(headers={{'X-KEY': 'a'}})",
        f"{one}, count_by='header:X-Key')) access(headers={{'x-key': 'a'}}) access(headers={{'x-key': 'b'}})",
        f"{one})) access(ip='192.0.2.1') access(ip='192.0.2.2')",
        f"{one})) access(ip='192.0.2.1') access(ip='192.0.2.1')",
        f"{one})) access() access()",
        f"{one})) access(consumer='192.0.2.1') access(ip='192.0.2.1')",
        f"{one})) access(consumer='', ip='192.0.2.1') access(consumer='', ip='192.0.2.2')",
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(small_scopes.every_lack())
        trial.compare(small_scopes.every_likeness())


@KATA.level(15)
def together(trial: GatewayTrial) -> None:
    """global rules count too; refused by one, none is spent"""
    local, rule = "policy('all', '1/minute')", "policy('rule', '1/minute', globally=True)"
    trial.check(
        inputs.TOGETHER,
        f"plugin({rule}) access(consumer='ann')",
        f"plugin({rule}) access(consumer='ann') access(consumer='ann')",
        f"plugin(policy('all', '1000/minute'), {rule}) access(consumer='ann') access(consumer='ann')",
        f"plugin({local}, policy('rule', '1/second', globally=True)) access(consumer='ann') access(consumer='ann')",
        f"plugin({local}, {rule}) access(consumer='ann') access(consumer='ann')",
        "plugin(policy('all', '2/minute'), policy('rule', '1/second', globally=True)) access(consumer='ann') "
        "access(consumer='ann') access(consumer='ann', after=1000000000)",
        f"plugin({local}, policy('rule', '2/minute', globally=True, count_by='service')) "
        "access(consumer='ann', service='a') access(consumer='ann', service='a') access(consumer='bob', service='a')",
        "plugin(policy('b', '1/minute', globally=True), policy('a', '1/minute', globally=True)) access() access()",
        "plugin(policy('rule', '1/minute', globally=True, route='a')) access(consumer='ann', route='a') "
        "access(consumer='ann', route='b') access(consumer='ann', route='a')",
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(small_scopes.every_two_rules())
        trial.compare(waits.every_tie())
        trial.compare(waits.every_close_pair())


@KATA.level(10)
def modes(trial: GatewayTrial) -> None:
    """shadow counts, never refuses; disabled is as if not there"""
    trial.check(
        inputs.MODES,
        "plugin(policy('all', '1/minute', shadow=True)) access(consumer='ann') access(consumer='ann')",
        "plugin(policy('all', '1/minute', enabled=False)) access(consumer='ann') access(consumer='ann')",
        "plugin(policy('all', '1/minute', enabled=False), policy('new', '2/minute')) access(consumer='ann')",
        "plugin(policy('all', '1/minute'), policy('ann', '9/minute', consumer='ann', enabled=False)) "
        "access(consumer='ann')",
        "plugin(policy('all', '2/minute'), policy('rule', '1/minute', globally=True, shadow=True)) "
        "access(consumer='ann') access(consumer='ann') access(consumer='ann')",
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(small_scopes.every_shadow())


@KATA.level(5)
def files(trial: GatewayTrial) -> None:
    """bad policies are a ValueError that names policy and field"""
    trial.check(
        inputs.FILES,
        "plugin(policy('gold', '1/minute', count_by='color'))",
        "plugin(policy('gold'))",
        "plugin(policy('', '1/minute'))",
        "plugin(policy('gold', '1/minute'), policy('gold', '1/minute', route='a'))",
        "plugin(policy('gold', '1/minute', route='a'), policy('free', '2/minute', route='a'))",
        "plugin(policy('gold', '1/minute', consumer='ann', group='gold'))",
        "plugin(policy('gold', '1/minute', enabled='no'))",
        "plugin(policy('gold', '1/minute', globally=True), policy('free', '1/minute', globally=True)) access()",
        "plugin(policy('gold', '1/minute', enabled=False), policy('free', '1/minute')) access()",
        "plugin(policy('gold', '1/minute', count_by='header:A'), policy('a', '1/minute', route='b')) access()",
        *(f"plugin({policy})" for policy in inputs.defective()),
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(small_scopes.good_files())
        trial.compare(small_scopes.named_in_full())
        trial.compare(small_scopes.every_blank())
        trial.compare(bad_values.in_files())


@KATA.level(15)
def reload(trial: GatewayTrial) -> None:
    """all or nothing; same name and limits: counters are kept"""
    spent = "plugin(policy('all', '1/minute')) access(consumer='ann')"
    trial.check(
        inputs.RELOADS,
        f"{spent} reload(policy('all', '1/minute')) access(consumer='ann')",
        f"{spent} reload(policy('all', '2/minute')) access(consumer='ann')",
        f"{spent} reload(policy('new', '1/minute')) access(consumer='ann')",
        f"{spent} reload(policy('all', '1/minute', count_by='color')) access(consumer='ann')",
        f"{spent} reload(policy('new', '2/minute'), policy('all', '1/minute', route='')) access(consumer='ann')",
        f"{spent} reload() access(consumer='ann')",
        f"{spent} reload() reload(policy('all', '1/minute')) access(consumer='ann')",
        "plugin(policy('all', '1/minute'), policy('new', '2/minute', shadow=True, globally=True)) "
        "access(consumer='ann') access(consumer='ann') "
        "reload(policy('new', '2/minute', globally=True)) access(consumer='ann')",
        "plugin(policy('all', '1/minute'), policy('ann', '1/minute', consumer='ann')) access(consumer='ann') "
        "reload(policy('ann', '1/minute'), policy('all', '1/minute', consumer='ann')) access(consumer='ann')",
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(small_scopes.every_change())
        trial.compare(small_scopes.every_history())
        trial.compare(small_scopes.every_equal_mistake())
        trial.compare(small_scopes.every_other_count())
        trial.compare(small_scopes.every_joint())
        trial.compare(small_scopes.every_failure())
        trial.compare(bad_values.in_reloads())
        trial.compare(waits.every_tie_after_a_reload())


@KATA.level(5)
def lookup(trial: GatewayTrial) -> None:
    """ten thousand policies cost a request no more than a few"""
    cost_growth.looked_up(trial)
