"""The agency's own desk: its source, what it delivered and refused, the ledger, and the jobs."""
