"""Who takes part: the agency that sends, municipalities through time, the keys data are sealed to."""
