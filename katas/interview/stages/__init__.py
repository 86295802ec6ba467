"""The five stages of an interview. Each is a function of a session and a screen, and can be left and taken up again."""
