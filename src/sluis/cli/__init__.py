"""The operators' door: `sluis <command>`. Each command is one module; the rules are below."""
