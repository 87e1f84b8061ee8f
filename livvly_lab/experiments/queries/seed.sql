-- Seeds the server's random numbers.
SELECT setseed(%(seed)s)
