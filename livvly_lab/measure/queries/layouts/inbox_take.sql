-- Takes the copies of the sample's rows out of an inbox.
DELETE FROM {inbox} AS t USING {sample} AS s WHERE t.{id} = s.{id}
