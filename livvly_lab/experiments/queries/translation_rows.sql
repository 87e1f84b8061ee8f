-- The same catalogue with its translations in a table of their own, one row for each language.
CREATE TEMPORARY TABLE lab_translations ON COMMIT DROP AS
SELECT d.id, text.key AS language, text.value AS text
FROM lab_documents AS d
CROSS JOIN jsonb_each_text(d.texts) AS text;

CREATE TEMPORARY TABLE lab_items ON COMMIT DROP AS
SELECT id FROM lab_documents;

ALTER TABLE lab_documents ADD PRIMARY KEY (id);
ALTER TABLE lab_items ADD PRIMARY KEY (id);
ALTER TABLE lab_translations ADD PRIMARY KEY (id, language);
ANALYZE lab_documents, lab_items, lab_translations
