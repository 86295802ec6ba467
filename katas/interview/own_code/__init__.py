"""Questions on the candidate's own class. Their answers are what that class says when it is run."""
