-- Lets this transaction see one state of the database and change nothing.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
