"""The agency's vault: people following a trajectory, as its source delivers them.

Only import and the selection step of a disclosure come in here, each under a database role of its own.
"""
