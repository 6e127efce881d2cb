"""Making the possibility known: channels, campaigns, contacts, interest, and who to approach next.

It works with what municipalities are and do. It may not import anything that reaches inburgeraars.
"""
