-- Does the server have this function?
SELECT to_regprocedure(%(function)s) IS NOT NULL
