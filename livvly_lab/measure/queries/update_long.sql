-- A text too long for an entry of an index, and no easier to compress than a hash.
(SELECT string_agg(md5(n::text), '') FROM generate_series(1, {hashes}) AS n)
