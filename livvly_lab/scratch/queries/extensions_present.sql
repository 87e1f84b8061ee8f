-- Which extensions does this database have?
SELECT extname FROM pg_extension
