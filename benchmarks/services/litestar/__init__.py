"""The service in Litestar."""
