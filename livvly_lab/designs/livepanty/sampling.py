"""How the population of livepanty is measured: the declared shapes by name, the samples, and whom to show."""

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.samples import read_samples, read_sql
from livvly_lab.domain.sample import Portrait

DESIGN = "livvly_lab.designs.livepanty"

SAMPLES = read_samples(DESIGN, shapes.DISTRIBUTIONS)

PORTRAIT = Portrait(
    *read_sql(DESIGN, "portrait/performers.sql"),
    different=(
        ("email", "users", "email"),
        ("username", "users", "username"),
        ("payment", "payments", "provider_reference"),
        ("document", "kyc_verifications", "document_hash"),
    ),
)
