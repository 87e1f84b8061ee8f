-- Takes away the proof that a child's rows are at home.
ALTER TABLE {child} DROP CONSTRAINT {check}
