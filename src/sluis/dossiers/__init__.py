"""The agency's vault: people following a trajectory, as its source delivers them.

Only imports, acts on one person's dossier and the selection step of a disclosure come in here: the first two as the
steward, the third as the delivery role.
"""
