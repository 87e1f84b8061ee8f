-- by user
SELECT id, 1 FROM {users}
