"""The desk of making the possibility known, and the form on which a municipality shows interest."""
