"""The outside world behind small modules: database server, sealing, signing, clock."""
