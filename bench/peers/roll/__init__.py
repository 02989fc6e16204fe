"""A school's people as a small Django app: what django-import-export imports into."""
