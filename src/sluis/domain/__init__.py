"""The law of the house in plain Python: frozen values, no Django, no input or output, no clock."""
