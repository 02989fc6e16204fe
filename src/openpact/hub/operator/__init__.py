"""The console of the people who run this PaCT: schools, connections, failures, jobs and vendor credentials. Numbers and
states; nobody's name but the operators' own."""
