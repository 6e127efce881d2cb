"""Gives the package its dependencies from runtime.in, so that they are named in one place only."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class DependenciesFromRequirements(MetadataHookInterface):
    """Reads the names and bounds of runtime.in (a requirement a line, the reason behind a hash sign)."""

    def update(self, metadata):  # type: ignore[no-untyped-def]
        lines = (Path(self.root) / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
        bare = (line.split("#")[0].strip() for line in lines)
        metadata["dependencies"] = [line for line in bare if line]
