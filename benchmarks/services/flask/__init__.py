"""The service in Flask."""
