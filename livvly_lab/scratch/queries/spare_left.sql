-- Which databases has a killed experiment of this role left, to which nobody is connected?
SELECT d.datname
FROM pg_database AS d
WHERE starts_with(d.datname, %(prefix)s)
  AND d.datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)
  AND NOT EXISTS (SELECT FROM pg_stat_activity AS a WHERE a.datid = d.oid)
