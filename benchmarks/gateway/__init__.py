"""The services of `ratelimit.gateway` behind the real Envoy, with an upstream and a load."""
