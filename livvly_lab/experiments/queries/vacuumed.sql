-- Takes dead rows out of a table and marks its pages as read by index alone.
VACUUM (SKIP_LOCKED) {name}
