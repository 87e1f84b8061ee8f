-- Checks now what was deferred to the end of the transaction.
SET CONSTRAINTS ALL IMMEDIATE
