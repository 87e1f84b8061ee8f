-- A text in a language through the design's own function.
{function}({texts}, %(language)s)
