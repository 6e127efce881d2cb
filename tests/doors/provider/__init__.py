"""An identity provider from another code base (django-allauth), in a process of its own, for real code flows."""
