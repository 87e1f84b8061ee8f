-- Forgets a kept query.
DEALLOCATE {name}
