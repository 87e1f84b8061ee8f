-- a US dollar buys 100 tokens, and 100 tokens are paid out as one
-- kind: price
SELECT id AS payment, amount_usd, tokens FROM payments WHERE tokens <> trunc(amount_usd * 100)
UNION ALL
SELECT id, amount_usd, tokens FROM payouts WHERE amount_usd <> round(tokens / 100.0, 2)
