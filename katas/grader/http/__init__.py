"""A kind of submission: an ASGI middleware that limits, between a server and an app that are both the grader's.

An exchange (`exchange`) says what comes, what the limiter answers and what the app does. It runs on an event loop of
its own, in which the grader decides who goes on next, and every message is noted (`serving`). What should have been
noted stands beside it (`columns`).
"""
