"""Policies that behave as those of other gateways say they do: `docs/gateway.md` tells where they differ."""

from ratelimit.gateway.presets import apigee, aws, kong, nginx

__all__ = ["apigee", "aws", "kong", "nginx"]
