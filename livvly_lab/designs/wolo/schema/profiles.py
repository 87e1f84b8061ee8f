"""Profiles: who users are, where they live. Source: wolo section 3.2."""

from sqlalchemy import CheckConstraint, Index, Table, text
from sqlalchemy.sql.naming import conv

from livvly_lab.designs.columns import JSON, MOMENT, TEXT, YES_NO, column, identity, words
from livvly_lab.designs.wolo.schema.base import DAY, INDEXES, METADATA, NO_INDEX, created, reference, updated

SECTION = "section 3.2"

profiles = Table(
    "profiles",
    METADATA,
    reference("user_id", "users.id", "The user; one profile each", SECTION, key=True, on_delete="CASCADE"),
    column("full_name", words(255), "First and last name", SECTION, null=False),
    column(
        "date_of_birth", DAY, "Date of birth: the pot opens thirty days before its anniversary", SECTION, null=False
    ),
    column("locale", words(10), "Language and country, fr-SN for most", SECTION, default="'fr-SN'"),
    column("timezone", words(50), "Time zone of the user, Africa/Dakar for most", SECTION, default="'Africa/Dakar'"),
    column("avatar_url", words(500), "Address of the picture", SECTION),
    column("bio", TEXT, "What the user says about themselves", SECTION),
    reference(
        "guardian_user_id", "users.id", "The adult who answers for a minor, a user as well; required under 18", SECTION
    ),
    column("relationship_type", words(50), "What the guardian is to the minor: parent, guardian, sibling", SECTION),
    column(
        "id_number",
        words(50),
        "Number of the identity document: its last four characters only, the trigger hash_id_number masks the rest",
        SECTION,
    ),
    column("id_type", words(20), "Document shown: passport, national_id or birth_certificate", SECTION),
    column("id_country", words(3), "Country that issued it, ISO 3166-1 alpha-3", SECTION),
    column("id_hash", words(255), "SHA-256 of country, type and number, to find the same document twice", SECTION),
    column("id_media_url", words(500), "Where the encrypted picture of the document is stored", SECTION),
    column("id_verified_at", MOMENT, "When the document was accepted (UTC)", SECTION),
    reference("id_verified_by", "users.id", "The member of staff who accepted it", SECTION, unindexed=NO_INDEX),
    column("is_profile_public", YES_NO, "True where everybody may see the profile", SECTION, default="true"),
    column("allow_contact_by_sponsors", YES_NO, "True where sponsors may write to the user", SECTION, default="true"),
    column(
        "notification_preferences",
        JSON,
        "Channels the user accepts; kept a second time in the table notification_preferences",
        SECTION,
        default='\'{"email": true, "sms": true, "whatsapp": true}\'',
    ),
    created(SECTION),
    updated(SECTION),
    CheckConstraint(
        "CASE WHEN EXTRACT(YEAR FROM AGE(date_of_birth)) < 18"
        " THEN guardian_user_id IS NOT NULL AND relationship_type IS NOT NULL ELSE true END",
        name=conv("check_minor_has_guardian"),
    ),
    comment="Who the user is: name, birthday, guardian of a minor, identity check, privacy. Sharded by user_id.",
)

Index(
    "idx_profiles_date_of_birth",
    profiles.c.date_of_birth,
    info={"comment": "Profiles by date of birth", "source": INDEXES},
)

Index(
    "idx_profiles_guardian_user_id",
    profiles.c.guardian_user_id,
    postgresql_where=text("guardian_user_id IS NOT NULL"),
    info={"comment": "Minors of one guardian", "source": INDEXES},
)

user_addresses = Table(
    "user_addresses",
    METADATA,
    identity(SECTION),
    reference("user_id", "users.id", "Who lives there", SECTION, null=False, on_delete="CASCADE", unindexed=NO_INDEX),
    column("type", words(20), "What it is for: primary, billing or delivery", SECTION, default="'primary'"),
    column("street_address", TEXT, "Street, number, quarter", SECTION),
    column("city", words(100), "Town", SECTION),
    column("region", words(100), "One of the 14 regions of Senegal", SECTION),
    column("country", words(3), "ISO 3166-1 alpha-3", SECTION, default="'SEN'"),
    column("postal_code", words(10), "Postal code", SECTION),
    column("is_default", YES_NO, "True for the address taken first", SECTION, default="false"),
    created(SECTION),
    comment="Addresses of users, for delivery and bills. Sharded by user_id.",
)
