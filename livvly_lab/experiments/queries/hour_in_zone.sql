-- Which hour is it in one time zone when it is that hour in another?
SELECT extract(hour FROM there) + extract(minute FROM there) / 60, to_char(there, 'HH24:MI')
FROM (
  SELECT (make_timestamp(2026, 1, 1, %(hour)s::int, 0, 0) AT TIME ZONE %(runs_in)s) AT TIME ZONE %(meant_in)s AS there
) AS moment
