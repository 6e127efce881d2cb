"""The desks of the answer to parliament and of the yearly report."""
