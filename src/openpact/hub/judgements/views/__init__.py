"""The judging pages (judge), a student's judgements (student), and the list and file under Manage (manage)."""
