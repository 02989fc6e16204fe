"""How the hub runs: its PostgreSQL, web and worker, and the supervisor that keeps the three together on one machine."""
