"""A limiter that keeps a meter per key: its answers, what it forgets, and what threads do to it."""
