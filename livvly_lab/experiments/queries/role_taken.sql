-- Is another role until it is left.
SET LOCAL ROLE {role}
