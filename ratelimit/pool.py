"""What clients of Redis raise if they have no connection left."""


def is_pool_exhausted(error: Exception) -> bool:
    """Say whether it is that: the server is not to blame, and nobody should pass without a limit at a peak."""
    exhausted = "No connection available.", "Too many connections"
    return type(error).__name__ == "MaxConnectionsError" or str(error) in exhausted
