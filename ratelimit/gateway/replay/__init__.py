"""What policies would have done to the requests of an access log."""

from ratelimit.gateway.replay.dry_run import DryRun
from ratelimit.gateway.replay.log import Log
from ratelimit.gateway.replay.logged import Logged

__all__ = ["DryRun", "Log", "Logged"]
