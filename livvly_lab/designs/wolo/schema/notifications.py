"""Notifications: templates, messages, preferences. Source: wolo section 3.8."""

from sqlalchemy import Index, Table, UniqueConstraint, text

from livvly_lab.designs.columns import JSON, MOMENT, TEXT, WHOLE, YES_NO, column, identity, word_list, words
from livvly_lab.designs.wolo.schema.base import (
    DAY,
    HOUR,
    INDEXES,
    METADATA,
    NO_INDEX,
    created,
    number,
    reference,
    updated,
)

SECTION = "section 3.8"

notification_templates = Table(
    "notification_templates",
    METADATA,
    identity(SECTION),
    column("template_key", words(100), "Key the application names, unique", SECTION, null=False, unique=True),
    column("name", words(255), "Name", SECTION, null=False),
    column("description", TEXT, "When it is sent", SECTION),
    column("subject", words(500), "Subject of the email", SECTION),
    column("body_text", TEXT, "Text", SECTION, null=False),
    column("body_html", TEXT, "Text of the email with markup", SECTION),
    column("channels", word_list(20), "Channels it may go by: email, sms, whatsapp", SECTION, default="ARRAY['email']"),
    column("locale", words(10), "Language and country", SECTION, default="'fr-SN'"),
    column("variables", JSON, "Variables and their types", SECTION),
    column("is_active", YES_NO, "False when it is not sent any more", SECTION, default="true"),
    column("version", WHOLE, "Version", SECTION, default="1"),
    created(SECTION),
    updated(SECTION),
    comment="Texts of the messages, with their variables. Reference data.",
)

Index(
    "idx_notification_templates_template_key",
    notification_templates.c.template_key,
    info={"comment": "The template with a key; the UNIQUE key holds the same", "source": INDEXES},
)

notifications = Table(
    "notifications",
    METADATA,
    identity(SECTION),
    reference("user_id", "users.id", "The user; NULL where the recipient has no account", SECTION),
    column("recipient_identifier", words(255), "Phone number or email address", SECTION, null=False),
    reference("template_id", "notification_templates.id", "The template", SECTION, null=False, unindexed=NO_INDEX),
    column("channel", words(20), "email, sms or whatsapp", SECTION, null=False),
    column("subject", words(500), "Subject", SECTION),
    column("body", TEXT, "Text as it was sent", SECTION, null=False),
    column("template_data", JSON, "Values of the variables", SECTION),
    column("status", words(20), "pending, sent, delivered, failed or bounced", SECTION, default="'pending'"),
    column("scheduled_at", MOMENT, "When it is to be sent (UTC), outside the quiet hours", SECTION, default="now()"),
    column("sent_at", MOMENT, "When it was sent (UTC)", SECTION),
    column("delivered_at", MOMENT, "When it arrived (UTC)", SECTION),
    column("failed_at", MOMENT, "When it failed for good (UTC)", SECTION),
    column("provider", words(50), "resend, twilio or whatsapp_business", SECTION),
    column("provider_message_id", words(255), "Number at the provider", SECTION),
    column("provider_response", JSON, "What the provider told", SECTION),
    column("retry_count", WHOLE, "Attempts after the first", SECTION, default="0"),
    column("max_retries", WHOLE, "Attempts allowed after the first", SECTION, default="3"),
    column("next_retry_at", MOMENT, "When to try again (UTC): the delay doubles each time", SECTION),
    column("error_message", TEXT, "What went wrong", SECTION),
    column("error_code", words(50), "Code of the provider", SECTION),
    created(SECTION),
    updated(SECTION),
    comment="Messages to users and to people invited, sent and to be sent. Shared.",
)

Index(
    "idx_notifications_user_id",
    notifications.c.user_id,
    postgresql_where=text("user_id IS NOT NULL"),
    info={"comment": "Messages to one user", "source": INDEXES},
)

Index(
    "idx_notifications_status",
    notifications.c.status,
    info={"comment": "Messages by state", "source": INDEXES},
)

Index(
    "idx_notifications_scheduled_at",
    notifications.c.scheduled_at,
    info={"comment": "Messages that are due", "source": INDEXES},
)

notification_preferences = Table(
    "notification_preferences",
    METADATA,
    reference("user_id", "users.id", "The user; one row each", SECTION, key=True, on_delete="CASCADE"),
    column("email_enabled", YES_NO, "Email allowed", SECTION, default="true"),
    column("sms_enabled", YES_NO, "SMS allowed", SECTION, default="true"),
    column("whatsapp_enabled", YES_NO, "WhatsApp allowed", SECTION, default="true"),
    column("push_enabled", YES_NO, "Push messages allowed", SECTION, default="true"),
    column("referral_notifications", YES_NO, "Messages about invitations", SECTION, default="true"),
    column("pot_notifications", YES_NO, "Messages about pots", SECTION, default="true"),
    column("donation_notifications", YES_NO, "Messages about donations", SECTION, default="true"),
    column(
        "marketing_notifications",
        YES_NO,
        "Consent to marketing, off until given; each change is kept in audit_logs",
        SECTION,
        default="false",
    ),
    column("digest_frequency", words(20), "immediate, daily or weekly", SECTION, default="'daily'"),
    column("quiet_hours_start", HOUR, "From when on nothing is sent, local time", SECTION, default="'22:00'"),
    column("quiet_hours_end", HOUR, "Until when, local time; may be on the next day", SECTION, default="'08:00'"),
    updated(SECTION),
    comment="What a user wants to be told, how and when; marketing only on consent. Sharded by user_id.",
)

notification_analytics = Table(
    "notification_analytics",
    METADATA,
    identity(SECTION),
    column("date", DAY, "The day", SECTION, null=False),
    column(
        "template_key",
        words(100),
        "Key of the template",
        SECTION,
        null=False,
        soft="notification_templates.template_key",
    ),
    column("channel", words(20), "email, sms or whatsapp", SECTION, null=False),
    column("sent_count", WHOLE, "Sent", SECTION, default="0"),
    column("delivered_count", WHOLE, "Delivered", SECTION, default="0"),
    column("failed_count", WHOLE, "Failed", SECTION, default="0"),
    column("bounce_count", WHOLE, "Bounced", SECTION, default="0"),
    column("opened_count", WHOLE, "Opened, by email and WhatsApp", SECTION, default="0"),
    column("clicked_count", WHOLE, "Clicked, by email and WhatsApp", SECTION, default="0"),
    column("delivery_rate", number(5, 4), "Delivered for each one sent", SECTION),
    column("open_rate", number(5, 4), "Opened for each one delivered", SECTION),
    column("click_rate", number(5, 4), "Clicked for each one opened", SECTION),
    created(SECTION),
    UniqueConstraint("date", "template_key", "channel"),
    comment="Messages of a day by template and channel, counted. Shared.",
)
