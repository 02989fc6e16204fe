"""A Student Management System, as far as PaCT's link needs one: people, classes, results, a log and the PaCT
screens.

What differs between SMSs is in `screens`, one small module each.
"""
