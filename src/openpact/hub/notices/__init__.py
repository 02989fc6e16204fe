"""What needs a person's attention, in one list, and how they are told. A notice closes itself when its cause is gone."""
