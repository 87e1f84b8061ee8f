-- Puts one value into a row of the copy.
INSERT INTO lab_probe ({column}) VALUES (%(value)s) RETURNING {column}
