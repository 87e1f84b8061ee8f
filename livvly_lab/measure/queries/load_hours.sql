-- When does the load come? Rows by weekday (Monday is 1) and hour of the day in the zone of those who bring it.
SELECT extract(isodow FROM {at} AT TIME ZONE %(zone)s)::int, extract(hour FROM {at} AT TIME ZONE %(zone)s)::int, count(*)
FROM {table}
WHERE {at} IS NOT NULL
GROUP BY 1, 2
