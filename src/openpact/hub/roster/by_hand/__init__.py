"""What people at a school do to its roster by hand: groups of their own and hidden ones (groups), places in groups (places),
people (people). Each act is a line of the audit, and its changes stand under that line (record).

Every function runs inside the school's transaction. Those that refuse raise `Refused`, in words for whoever asked.
"""
