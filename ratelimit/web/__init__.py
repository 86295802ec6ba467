"""Limits in front of a web service: policies, whom a request comes from, fields that clients understand."""

from ratelimit.web.asgi import RateLimitMiddleware
from ratelimit.web.client_key import ClientKey
from ratelimit.web.policy import Policy
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.shared_memory import SharedMemory
from ratelimit.web.wsgi import WSGIRateLimitMiddleware

__all__ = ["ClientKey", "Policy", "RateLimitMiddleware", "RequestDecision", "SharedMemory", "WSGIRateLimitMiddleware"]
