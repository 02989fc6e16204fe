"""Who did what and when, in words: written once, in the transaction of what it tells of, and never changed."""
