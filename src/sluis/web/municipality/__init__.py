"""The desk of a municipality: ask, collect and open, confirm deletion, keep keys, and see how far it is."""
