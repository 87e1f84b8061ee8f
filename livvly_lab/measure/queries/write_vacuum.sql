-- Removes what rolled back writes have left.
VACUUM {table}
