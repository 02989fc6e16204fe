"""Stand-ins for schools' Student Management Systems, to try PaCT's automatic link with.

A Django project of its own, with its own process, database and look. It knows PaCT only as an address:
everything goes through openpact.connect. Run it with `python -m openpact.sandbox`."""
