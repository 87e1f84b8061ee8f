"""How the population of VersBottomLex is measured: the declared shapes by name, the samples, and whom to show."""

from livvly_lab.designs.samples import read_samples, read_sql
from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.domain.sample import Portrait

DESIGN = "livvly_lab.designs.versbottomlex"

SAMPLES = read_samples(DESIGN, shapes.DISTRIBUTIONS)

PORTRAIT = Portrait(
    *read_sql(DESIGN, "portrait/performers.sql"),
    different=(
        ("username", "users", "username"),
        ("login", "login_identities", "lookup_hash"),
        ("payment token", "payment_methods", "provider_token"),
        ("payment number", "provider_events", "provider_ref"),
    ),
)
