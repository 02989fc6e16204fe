"""The roster's pages under Manage: people and a person (people), groups and a group (groups), and what an administrator does
to them by hand (people_by_hand, groups_by_hand)."""
