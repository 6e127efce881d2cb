"""What the public may see of protocols. It may not import anything that reaches people: no dossiers, no parcels."""
