"""The main job: an ask goes through the gate, and the permitted rows leave sealed and recorded, or not at all."""
