-- Let unqualified names mean these schemas until the transaction ends.
SELECT set_config('search_path', %(path)s, true)
