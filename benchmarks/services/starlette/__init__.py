"""The service in Starlette."""
