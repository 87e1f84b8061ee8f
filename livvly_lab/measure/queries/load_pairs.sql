-- In how many rows do the two parties live in different shards? Rows are counted by pair of users, whoever comes first.
WITH parties AS (
    SELECT item.{key} AS one, other.{other_key} AS two, {crosses} AS crosses
    FROM {table} AS item LEFT JOIN {target} AS other ON other.{target_id} = item.{column}
),
pairs AS (
    SELECT least(one, two) AS one, greatest(one, two) AS two, crosses,
        coalesce(one = two, false) AS same_user, one IS NULL OR two IS NULL AS absent, count(*) AS rows
    FROM parties
    GROUP BY 1, 2, 3, 4, 5
)
SELECT
    coalesce(sum(rows) FILTER (WHERE NOT absent AND NOT same_user), 0)::int8 AS rows,
    coalesce(sum(rows) FILTER (WHERE NOT absent AND NOT same_user AND crosses), 0)::int8 AS crossing,
    coalesce(sum(rows) FILTER (WHERE same_user), 0)::int8 AS same_user,
    coalesce(sum(rows) FILTER (WHERE absent), 0)::int8 AS absent,
    coalesce(sum(rows * rows) FILTER (WHERE NOT absent AND NOT same_user), 0)::float8 AS squares
FROM pairs
