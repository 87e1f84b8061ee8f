-- Lets this session move rows without their triggers and foreign keys, or with them again.
SELECT set_config('session_replication_role', %(role)s, false)
