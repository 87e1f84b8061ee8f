-- figures of one day that come twice

-- the total of the day, without dimensions
-- wants: taken
-- of: totals without dimensions
INSERT INTO {business_metrics} (metric_date, metric_type, metric_value) VALUES ('2031-01-01', 'tried', 6)

-- the total of the day again
-- wants: refused by unique
-- of: totals without dimensions
INSERT INTO {business_metrics} (metric_date, metric_type, metric_value) VALUES ('2031-01-01', 'tried', 7)

-- a figure with dimensions
-- wants: taken
-- of: figures with dimensions
INSERT INTO {business_metrics} (metric_date, metric_type, metric_value, dimensions)
VALUES ('2031-01-01', 'tried', 1, jsonb_build_object('region', 'Dakar', 'age', 18))

-- the same with the keys in another order and the number written otherwise
-- wants: refused by unique
-- of: figures with dimensions
INSERT INTO {business_metrics} (metric_date, metric_type, metric_value, dimensions)
VALUES ('2031-01-01', 'tried', 2, jsonb_build_object('age', 18.0, 'region', 'Dakar'))

-- the figure of another region
-- wants: taken
-- of: figures with dimensions
INSERT INTO {business_metrics} (metric_date, metric_type, metric_value, dimensions)
VALUES ('2031-01-01', 'tried', 3, jsonb_build_object('region', 'Thiès', 'age', 18))

-- a figure with a hundred and twenty dimensions
-- wants: taken
-- of: figures with many dimensions
INSERT INTO {business_metrics} (metric_date, metric_type, metric_value, dimensions)
SELECT '2031-01-02', 'tried', 1, jsonb_object_agg(md5(n::text), md5((n + 7)::text)) FROM generate_series(1, 120) AS n
