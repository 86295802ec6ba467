"""A limiter whose state is on a Redis server: its answers, commands, keys and expiry."""
