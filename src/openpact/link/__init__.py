"""What the two ends of the link must agree on: providers, the secret's form, scopes, states and rhythm.

Pure Python, no Django, no network. The hub, connect and the stand-in SMSs all read this room, so that a label
or a rule is written once.
"""
