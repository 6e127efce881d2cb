"""Sentences of the map. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "map_heading": ("Op de kaart", "On the map"),
    "map_name": ("Kaart van de Vlaamse gemeenten op {on}", "Map of the Flemish municipalities on {on}"),
    "map_of_tiles": (
        "Elk vak is een gemeente, ongeveer waar ze ligt; de open plek in het midden is Brussel. Wijs een vak aan en u "
        "leest de naam. Klik, en u staat bij de gemeente in de tabel, waar alles van de kaart ook staat.",
        "Each tile is a municipality, roughly where it lies; the open place in the middle is Brussels. Point at a tile "
        "to read its name. Click, and you are at the municipality in the table, which says all that the map says.",
    ),
    "map_of_outlines": (
        "Wijs een gemeente aan en u leest de naam. Klik, en u staat bij de gemeente in de tabel, waar alles van de "
        "kaart ook staat.",
        "Point at a municipality to read its name. Click, and you are at the municipality in the table, which says all "
        "that the map says.",
    ),
    "map_lacks_outlines": (
        "Van deze dag hebben we geen grenzen; daarom is de kaart er een van vakken.",
        "We have no boundaries of this day; that is why the map is one of tiles.",
    ),
    "map_ways": ("Met het toetsenbord", "By keyboard"),
    "map_skip": ("Voorbij de kaart met haar {total} gemeenten", "Past the map with its {total} municipalities"),
    "map_part": ("{province}: {count} van de {total} van kracht", "{province}: {count} of the {total} in force"),
    "map_since": ("{said} sinds {on}", "{said} since {on}"),
    "map_first": ("{said} (de eerste gemeente)", "{said} (the first municipality)"),
    "map_legend": ("Wat de tekens betekenen, en hoeveel er zijn", "What the signs mean, and how many there are"),
    "map_legend_line": ("{state}: {count}", "{state}: {count}"),
    "map_legend_first": ("de eerste gemeente: {name}", "the first municipality: {name}"),
    "map_brussels": ("Brussel", "Brussels"),
    "map_as_file": ("De kaart als SVG-bestand", "The map as an SVG file"),
    "map_alone": (
        "Van kracht in {count} van de {total} Vlaamse gemeenten op {on}",
        "In force in {count} of the {total} Flemish municipalities on {on}",
    ),
    "map_source": ("Protocollen met gemeenten. Bron: {address}", "Protocols with municipalities. Source: {address}"),
}
