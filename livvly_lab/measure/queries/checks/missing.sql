-- Is there no row that this one may name?
NOT EXISTS (SELECT FROM {target} AS t WHERE t.{target_column} = c.{column})
