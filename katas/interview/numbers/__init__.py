"""Questions with a number for an answer, which a replay gives at the moment of asking."""
