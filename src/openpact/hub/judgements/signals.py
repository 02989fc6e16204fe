"""What other rooms may want to note. Sent inside the school's transaction."""

from django.dispatch import Signal

#: An administrator took the judgements as a file. Arguments: school, user, rows (how many). For the exchange log.
file_taken = Signal()
