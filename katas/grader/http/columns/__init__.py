"""What is expected of a middleware and what it does, as lines that can stand beside each other."""
