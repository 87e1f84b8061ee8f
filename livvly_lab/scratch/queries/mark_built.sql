-- Which statements after the rows have been executed? Each noted itself in its own transaction.
SELECT statement FROM livvly_lab.built
