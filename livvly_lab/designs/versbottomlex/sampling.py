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
        ("sealed address", "users", "email_ciphertext"),
        ("token of an instrument", "payment_methods", "provider_token"),
        ("provider's number of a payment", "provider_events", "provider_ref"),
    ),
)
