-- Raises a tenth of the amounts.
UPDATE {name} SET amount = amount + 1 WHERE ctid::text LIKE '%%7)'
