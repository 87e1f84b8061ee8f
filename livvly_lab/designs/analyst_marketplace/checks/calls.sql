-- every call to buy has its target above and its stop loss below the entry, one to sell the other way round, and the profit is that of its prices
-- kind: price
SELECT p.id AS post, p.stock_symbol, p.action, p.entry_price, p.target_price, p.stop_loss, p.call_status,
       p.actual_exit_price, p.actual_profit_percent
FROM posts AS p
CROSS JOIN LATERAL (SELECT CASE p.action WHEN 'SELL' THEN -1 ELSE 1 END AS sign) AS a
WHERE (p.post_type = 'call') <> (p.action IS NOT NULL AND p.entry_price > 0)
   OR (p.action IN ('BUY', 'SELL')
       AND ((p.target_price - p.entry_price) * a.sign <= 0 OR (p.entry_price - p.stop_loss) * a.sign <= 0))
   OR p.actual_profit_percent
    <> round(a.sign * 100 * (p.actual_exit_price - p.actual_entry_price) / p.actual_entry_price, 2)
   OR p.actual_exit_price <> CASE p.call_status
        WHEN 'target_hit' THEN p.target_price WHEN 'stop_loss_hit' THEN p.stop_loss ELSE p.actual_exit_price END
