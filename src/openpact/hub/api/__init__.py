"""The HTTP API for SMSs. Its contract is docs/reference/api.md; everything it does happens in the apps' services."""
