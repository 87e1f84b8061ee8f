-- A role that owns nothing.
CREATE ROLE {role} NOLOGIN
