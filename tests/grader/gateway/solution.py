"""The solution of gateway_plugin, its levels, and what is drawn for them."""

from katas.grader.gateway import inputs
from katas.grader.gateway.scenario import SECOND
from katas.grader.kata import load_kata
from ratelimit import Quota

KATA = load_kata("gateway_plugin")
RIGHT = KATA.solution.read_text(encoding="utf-8")
LAWS = {level.name: level.law for level in KATA.levels}
KINDS = {
    "scope": inputs.SCOPES,
    "groups": inputs.GROUPED,
    "limits": inputs.LIMITED,
    "count": inputs.COUNTING,
    "together": inputs.TOGETHER,
    "modes": inputs.MODES,
    "files": inputs.FILES,
    "reload": inputs.RELOADS,
}
ONE = (Quota(1, 60 * SECOND),)
