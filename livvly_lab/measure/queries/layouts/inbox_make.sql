-- Makes a table like a child, with its keys and indexes; not with the CHECKs that prove its own rows at home.
CREATE TABLE {inbox} (LIKE {child} INCLUDING ALL EXCLUDING CONSTRAINTS)
