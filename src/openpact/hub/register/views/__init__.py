"""The pages under Manage > Enrolment register."""
