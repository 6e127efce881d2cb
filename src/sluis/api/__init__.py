"""The door for programs: the life of a protocol over HTTP, in JSON. It decides nothing; the rules are below."""
