"""The protocol desk: a protocol from the first draft to its end, each part on a page of its own."""
