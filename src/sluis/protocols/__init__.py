"""The life of an agreement: its versions, what was signed, and every move from draft to closed."""
