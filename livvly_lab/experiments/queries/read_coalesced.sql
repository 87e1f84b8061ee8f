-- A text in a language, in the fallback where there is none.
coalesce(({texts}) ->> %(language)s, ({texts}) ->> %(fallback)s)
