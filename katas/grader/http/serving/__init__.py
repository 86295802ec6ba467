"""Runs an exchange: a server, an app and a limiter that note what reaches them, on an event loop without time."""
