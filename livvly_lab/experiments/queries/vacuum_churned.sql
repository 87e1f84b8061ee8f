-- Vacuums the copy, as a nightly job would.
VACUUM (ANALYZE) lab_churned
