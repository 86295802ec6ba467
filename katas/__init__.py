"""Graded exercises: write a rate limiter, be told whether it is right, and if not, by which smallest example."""
