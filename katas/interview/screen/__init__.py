"""Where an interview shows its text and takes its lines: a terminal with a live countdown, or plain lines."""
