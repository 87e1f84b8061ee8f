-- a gift costs what the catalogue says
-- kind: price
SELECT t.id AS payment, t.gross_minor, g.price_minor
FROM transactions AS t JOIN gifts AS g ON g.code = t.gift_code
WHERE t.gross_minor <> g.price_minor OR NOT g.is_active
