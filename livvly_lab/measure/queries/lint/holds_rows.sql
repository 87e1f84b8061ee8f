-- Do rows stand in this table itself, its children left aside?
SELECT EXISTS (SELECT FROM ONLY {table})
