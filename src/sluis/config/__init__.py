"""How one installation is set up: settings, addresses, database roles."""
