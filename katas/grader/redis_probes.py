"""Probes for a bucket on Redis."""

from katas.grader.probes import Facet
from katas.grader.redis_trial import RedisTrial


def redis_facets(trial: RedisTrial) -> list[Facet]:
    """Return what a bucket on Redis is probed with, in the order in which learners get it right."""
    return []
