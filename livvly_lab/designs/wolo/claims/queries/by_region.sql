-- by region
SELECT coalesce(region, 'no region'), count(*) FROM {user_addresses} GROUP BY 1
