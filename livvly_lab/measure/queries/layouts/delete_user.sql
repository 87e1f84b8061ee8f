-- Deletes one user.
DELETE FROM {root} WHERE {id} = {user}
