-- Which databases that this role may drop have the name of a copy?
SELECT datname FROM pg_database WHERE datname ~ %(pattern)s AND pg_has_role(datdba, 'MEMBER') ORDER BY datname
