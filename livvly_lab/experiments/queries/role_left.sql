-- Is oneself again.
RESET ROLE
