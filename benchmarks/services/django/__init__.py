"""The service in Django."""
