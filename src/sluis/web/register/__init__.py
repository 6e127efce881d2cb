"""The public pages: the overview on any date, growth and target, and the register. They need no log-in."""
