-- Runs a kept query.
EXECUTE {name} ({value})
