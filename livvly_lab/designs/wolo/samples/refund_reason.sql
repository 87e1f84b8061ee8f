-- why payments are paid back, pots that failed left out
-- distribution: refund reason
-- kind: choices
-- unit: refunds
SELECT reason, count(*) FROM refunds WHERE reason <> 'failed_pot' GROUP BY 1
