"""The enrolment register: who is officially enrolled at a school, beside who its SMS lists."""
