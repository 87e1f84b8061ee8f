-- What do the amounts add up to?
SELECT sum(amount) FROM {name}
