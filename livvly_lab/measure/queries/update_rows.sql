-- Which rows are updated? One of each page, so that none takes the room of another.
SELECT ctid::text
FROM (
  SELECT DISTINCT ON ((ctid::text::point)[0]) ctid
  FROM {table}
  ORDER BY (ctid::text::point)[0], md5(ctid::text)
) AS one_of_each_page
ORDER BY md5(ctid::text)
LIMIT %(rows)s
