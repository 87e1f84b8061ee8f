"""How the population of the marketplace is measured: the declared shapes by name, the samples, and whom to show."""

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.samples import read_samples, read_sql
from livvly_lab.domain.sample import Portrait

DESIGN = "livvly_lab.designs.analyst_marketplace"

SAMPLES = read_samples(DESIGN, shapes.DISTRIBUTIONS)

PORTRAIT = Portrait(
    *read_sql(DESIGN, "portrait/analysts.sql"),
    different=(
        ("email", "users", "email"),
        ("phone number", "users", "phone"),
        ("SEBI registration", "analyst_profiles", "sebi_number"),
        ("discount code", "discount_codes", "code"),
        ("payment", "payment_transactions", "razorpay_payment_id"),
    ),
)
