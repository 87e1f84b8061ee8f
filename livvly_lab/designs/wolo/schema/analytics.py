"""Analytics: events, figures, funnels, experiments. Source: wolo section 3.9."""

from sqlalchemy import Index, Table, UniqueConstraint, text
from sqlalchemy.sql.naming import conv

from livvly_lab.designs.columns import JSON, MOMENT, TEXT, TEXTS, WHOLE, column, identity, words
from livvly_lab.designs.wolo.schema.base import (
    ADDRESS,
    DAY,
    INDEXES,
    METADATA,
    NO_INDEX,
    created,
    number,
    reference,
    updated,
)

SECTION = "section 3.9"

analytics_events = Table(
    "analytics_events",
    METADATA,
    identity(SECTION),
    column("event_name", words(100), "What was done, such as pot_created", SECTION, null=False),
    column("event_category", words(50), "Part of the product: user, pot, referral, donation", SECTION, null=False),
    reference("user_id", "users.id", "The user; NULL where nobody was signed in", SECTION),
    column("session_id", words(100), "Session in the browser or app", SECTION),
    column("anonymous_id", words(100), "Visitor who was not signed in", SECTION),
    column("properties", JSON, "What else is known", SECTION),
    column("timestamp", MOMENT, "When (UTC)", SECTION, null=False, default="now()"),
    column("ip_address", ADDRESS, "Address", SECTION),
    column("user_agent", TEXT, "Browser or app", SECTION),
    column("referrer", words(500), "Where the visitor came from", SECTION),
    column("page_url", words(500), "Page", SECTION),
    column("platform", words(20), "web, mobile_app or api", SECTION),
    column("device_type", words(20), "desktop, mobile or tablet", SECTION),
    column("os", words(50), "Operating system", SECTION),
    column("browser", words(50), "Browser", SECTION),
    column("country", words(3), "ISO 3166-1 alpha-3", SECTION),
    column("region", words(100), "Region", SECTION),
    column("city", words(100), "Town", SECTION),
    created(SECTION),
    comment="What people did in the app and on the site, kept two years. Shared.",
)

Index(
    "idx_analytics_events_event_name",
    analytics_events.c.event_name,
    info={"comment": "Events of one kind", "source": INDEXES},
)

Index(
    "idx_analytics_events_user_id",
    analytics_events.c.user_id,
    postgresql_where=text("user_id IS NOT NULL"),
    info={"comment": "Events of one user", "source": INDEXES},
)

Index(
    "idx_analytics_events_timestamp",
    analytics_events.c.timestamp,
    info={"comment": "Events of a stretch of time, and those due for deletion", "source": INDEXES},
)

business_metrics = Table(
    "business_metrics",
    METADATA,
    identity(SECTION),
    column("metric_date", DAY, "The day", SECTION, null=False),
    column("metric_type", words(50), "What is counted, such as daily_active_users or revenue", SECTION, null=False),
    column("metric_value", number(15, 4), "The figure", SECTION, null=False),
    column("metric_count", WHOLE, "How many rows stand behind it", SECTION),
    column("dimensions", JSON, "What it is limited to; an empty object for the whole", SECTION),
    column("previous_period_value", number(15, 4), "The figure of the day before", SECTION),
    column("period_over_period_change", number(8, 4), "Its change relative to the day before", SECTION),
    created(SECTION),
    UniqueConstraint("metric_date", "metric_type", "dimensions"),
    comment="Figures of a day, whole and by dimension. Shared.",
)

funnel_analytics = Table(
    "funnel_analytics",
    METADATA,
    identity(SECTION),
    column("funnel_name", words(100), "sponsorship_conversion or pot_creation", SECTION, null=False),
    column("step_number", WHOLE, "Which step", SECTION, null=False),
    column("step_name", words(100), "What it is", SECTION, null=False),
    column("period_start", DAY, "First day", SECTION, null=False),
    column("period_end", DAY, "Last day", SECTION, null=False),
    column("users_entered", WHOLE, "Who came to the step", SECTION, default="0"),
    column("users_completed", WHOLE, "Who took it", SECTION, default="0"),
    column("completion_rate", number(5, 4), "Who took it, for each who came", SECTION),
    column("segment_filters", JSON, "What it is limited to; an empty object for everybody", SECTION),
    created(SECTION),
    UniqueConstraint(
        "funnel_name",
        "step_number",
        "period_start",
        "period_end",
        "segment_filters",
        name=conv("funnel_analytics_funnel_name_step_number_period_start_perio_key"),
    ),
    comment="How many people took each step of a funnel in a month. Shared.",
)

ab_tests = Table(
    "ab_tests",
    METADATA,
    identity(SECTION),
    column("test_name", words(100), "Name, unique", SECTION, null=False, unique=True),
    column("description", TEXT, "What is tried", SECTION),
    column("variants", JSON, "Variants", SECTION, null=False),
    column("traffic_allocation", JSON, "Share of people for each variant", SECTION, null=False),
    column("primary_metric", words(100), "What decides", SECTION, null=False),
    column("secondary_metrics", TEXTS, "What is watched besides", SECTION),
    column("start_date", DAY, "First day", SECTION, null=False),
    column("end_date", DAY, "Last day", SECTION),
    column("status", words(20), "draft, running, paused or completed", SECTION, default="'draft'"),
    column("results", JSON, "What came out", SECTION),
    column("winner_variant", words(50), "The variant that won", SECTION),
    column("confidence_level", number(5, 4), "How sure that is", SECTION),
    created(SECTION),
    updated(SECTION),
    comment="Experiments on the product, with their variants and results. Reference data.",
)

ab_test_assignments = Table(
    "ab_test_assignments",
    METADATA,
    identity(SECTION),
    reference("test_id", "ab_tests.id", "The experiment", SECTION, null=False),
    reference("user_id", "users.id", "The user; NULL for a visitor", SECTION, unindexed=NO_INDEX),
    column("anonymous_id", words(100), "The visitor; NULL for a user", SECTION),
    column("variant", words(50), "The variant", SECTION, null=False),
    column("assigned_at", MOMENT, "When it was drawn (UTC)", SECTION, default="now()"),
    column("ip_address", ADDRESS, "Address", SECTION),
    column("user_agent", TEXT, "Browser or app", SECTION),
    UniqueConstraint("test_id", "anonymous_id"),
    UniqueConstraint("test_id", "user_id"),
    comment="Who saw which variant of an experiment. Shared.",
)
