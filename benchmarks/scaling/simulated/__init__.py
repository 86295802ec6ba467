"""What follows from a model, computed again by the tests; no server takes part."""
