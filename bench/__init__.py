"""Measures Sluis and its floors side by side, in one run on one machine; `make bench`."""
