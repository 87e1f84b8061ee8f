-- columns of money's instruments, and what of them is readable
SELECT 'sealed, hashed or tokenized columns', 'columns', count(*) FILTER (WHERE a.attname ~ '(ciphertext|fingerprint|token)')
FROM pg_attribute AS a
WHERE a.attrelid IN ('payment_methods'::regclass, 'payout_accounts'::regclass) AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'rows with an instrument that is readable', 'rows', count(*)
FROM (
    SELECT FROM {payment_methods} WHERE provider_token ~ '^[0-9 -]+$' OR get_byte(billing_ciphertext, 0) <> 1
    UNION ALL
    SELECT FROM {payout_accounts} WHERE get_byte(account_ciphertext, 0) <> 1 OR get_byte(holder_ciphertext, 0) <> 1
) AS readable
