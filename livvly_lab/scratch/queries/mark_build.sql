-- Execute a statement and note that it was, both or neither.
{statement};
INSERT INTO livvly_lab.built (statement) VALUES (md5({text}))
