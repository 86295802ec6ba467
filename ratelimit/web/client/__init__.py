"""Clients that keep to limits: their own, and those that servers tell.

The fronts are modules of their own, as each needs its library: `ratelimit.web.client.httpx`, `.httpx2`, `.requests` and
`.aiohttp`.
"""

from ratelimit.web.client.pace import Pace
from ratelimit.web.client.turn import Turn
from ratelimit.web.client.wait_too_long import WaitTooLong

__all__ = ["Pace", "Turn", "WaitTooLong"]
