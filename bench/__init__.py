"""How fast an import is, beside others and beside the floor: `make bench`."""
