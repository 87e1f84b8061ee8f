-- Keeps a query with one parameter, a uuid, under a name until the session ends or it is forgotten.
PREPARE {name} (uuid) AS {query}
