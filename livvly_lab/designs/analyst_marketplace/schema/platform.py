"""Platform: moderation, support, notifications. Source: analyst_marketplace §14 to §16."""

from sqlalchemy import CheckConstraint, Table

from livvly_lab.designs.analyst_marketplace.schema.base import (
    METADATA,
    OURS,
    created,
    index,
    one_of,
    reference,
    updated,
)
from livvly_lab.designs.columns import ID, JSON, MOMENT, TEXT, YES_NO, column, identity, words

moderation_flags = Table(
    "moderation_flags",
    METADATA,
    identity("§14"),
    reference("reported_by", "users.id", "Who reports", "§14", null=False),
    column("flagged_entity_type", words(50), "user, analyst, post, chat_message or review", "§14", null=False),
    column(
        "flagged_entity_id",
        ID,
        "Polymorphic reference: the row of that type; of an analyst the user",
        "§14",
        null=False,
        soft="users.id,posts.id,chat_messages.id,reviews.id",
    ),
    column("flag_reason", words(100), "spam, harassment, fraudulent_activity, fake_calls, etc.", "§14", null=False),
    column("flag_description", TEXT, "What the reporter says", "§14"),
    column(
        "status",
        words(50),
        "pending, under_review, resolved, dismissed or action_taken",
        "§14",
        null=False,
        default="'pending'",
    ),
    column("priority", words(20), "low, medium, high or critical", "§14", null=False, default="'medium'"),
    reference("reviewed_by", "users.id", "Admin who decides", "§14"),
    column("reviewed_at", MOMENT, "When it was decided", "§14"),
    column("resolution_notes", TEXT, "What was found", "§14"),
    column("action_taken", words(100), "content_removed, user_warned, user_suspended or user_banned", "§14"),
    created("§14", "When it was reported"),
    updated("§14"),
    one_of("flagged_entity_type", "user", "analyst", "post", "chat_message", "review"),
    one_of("status", "pending", "under_review", "resolved", "dismissed", "action_taken"),
    one_of("priority", "low", "medium", "high", "critical"),
    one_of("action_taken", "content_removed", "user_warned", "user_suspended", "user_banned"),
    CheckConstraint("status <> 'action_taken' OR action_taken IS NOT NULL", name="action"),
    comment="User reports of inappropriate content or fraudulent activity. Shared.",
)
index(
    "idx_moderation_flags_reported_by",
    moderation_flags.c.reported_by,
    says="Reports by one user",
    source="Index Strategy 1",
)
index(
    "idx_moderation_flags_reviewed_by",
    moderation_flags.c.reviewed_by,
    where="reviewed_by IS NOT NULL",
    says="Reports that one admin decided",
    source="Index Strategy 1",
)
index(
    "idx_moderation_flags_entity",
    moderation_flags.c.flagged_entity_id,
    says="Reports about one user, post, message or review",
    source=OURS,
)
index(
    "idx_moderation_flags_queue",
    moderation_flags.c.created_at,
    where="status IN ('pending', 'under_review')",
    says="Reports nobody has decided, the oldest first",
    source=OURS,
)

support_tickets = Table(
    "support_tickets",
    METADATA,
    identity("§15"),
    reference("user_id", "users.id", "Who asks", "§15", null=False),
    column("subject", words(500), "What it is about", "§15", null=False),
    column("description", TEXT, "What happened", "§15", null=False),
    column(
        "ticket_type",
        words(50),
        "technical_issue, payment_issue, account_issue, verification_issue, etc.",
        "§15",
        null=False,
    ),
    column(
        "status",
        words(50),
        "open, in_progress, waiting_user, resolved, closed or escalated",
        "§15",
        null=False,
        default="'open'",
    ),
    column("priority", words(20), "low, medium, high or critical", "§15", null=False, default="'medium'"),
    reference("assigned_to", "users.id", "Admin who works on it", "§15"),
    column("assigned_at", MOMENT, "When it was assigned", "§15"),
    column("resolution_notes", TEXT, "What helped", "§15"),
    column("resolved_at", MOMENT, "When it was resolved", "§15"),
    reference("resolved_by", "users.id", "Admin who resolved it", "§15"),
    column("related_entity_type", words(50), "What it concerns: subscription or payment", "§15"),
    column(
        "related_entity_id",
        ID,
        "The row it concerns, by type",
        "§15",
        soft="subscriptions.id,payment_transactions.id",
    ),
    column("attachments", JSON, "Array of file metadata", "§15", null=False, default="'[]'"),
    created("§15", "When it was opened"),
    updated("§15"),
    column("last_response_at", MOMENT, "When either side last wrote", "§15"),
    column("closed_at", MOMENT, "When it was closed; archived 60 days later", "§15"),
    one_of("status", "open", "in_progress", "waiting_user", "resolved", "closed", "escalated"),
    one_of("priority", "low", "medium", "high", "critical"),
    CheckConstraint("status <> 'closed' OR closed_at IS NOT NULL", name="closed_at"),
    CheckConstraint("jsonb_typeof(attachments) = 'array'", name="attachments"),
    comment="User support requests and issue tracking. Shared.",
)
index(
    "idx_support_tickets_user",
    support_tickets.c.user_id,
    support_tickets.c.created_at.desc(),
    says="Tickets of one user, the newest first",
    source="Index Strategy 3",
)
index(
    "idx_support_tickets_assigned_to",
    support_tickets.c.assigned_to,
    where="assigned_to IS NOT NULL",
    says="Tickets of one admin",
    source="Index Strategy 1",
)
index(
    "idx_support_tickets_resolved_by",
    support_tickets.c.resolved_by,
    where="resolved_by IS NOT NULL",
    says="Tickets that one admin resolved",
    source="Index Strategy 1",
)
index(
    "idx_support_tickets_queue",
    support_tickets.c.created_at,
    where="status IN ('open', 'in_progress', 'escalated')",
    says="Tickets that wait for an answer, the oldest first",
    source=OURS,
)
index(
    "idx_support_tickets_closed",
    support_tickets.c.closed_at,
    where="status = 'closed'",
    says="Closed tickets for the monthly archiving",
    source=OURS,
)

notifications = Table(
    "notifications",
    METADATA,
    identity("§16"),
    reference("user_id", "users.id", "Who is told", "§16", null=False),
    column(
        "notification_type",
        words(50),
        "new_post, urgent_post, payment_success, subscription_expiring, etc.",
        "§16",
        null=False,
    ),
    column("title", words(255), "Headline", "§16", null=False),
    column("message", TEXT, "What is told", "§16", null=False),
    column("action_url", words(500), "Deep link", "§16"),
    column("related_entity_type", words(50), "What it is about: post, payment or subscription", "§16"),
    column(
        "related_entity_id",
        ID,
        "The row it is about, by type",
        "§16",
        soft="posts.id,payment_transactions.id,subscriptions.id",
    ),
    column("send_email", YES_NO, "To be sent by email", "§16", null=False, default="true"),
    column("send_push", YES_NO, "To be pushed to the phone", "§16", null=False, default="true"),
    column("send_in_app", YES_NO, "To be shown in the app", "§16", null=False, default="true"),
    column("status", words(50), "pending, sent, failed or read", "§16", null=False, default="'pending'"),
    column("sent_at", MOMENT, "When it was sent", "§16"),
    column("read_at", MOMENT, "When it was read; archived 30 days later", "§16"),
    column("email_sent", YES_NO, "The email went out", "§16", null=False, default="false"),
    column("email_sent_at", MOMENT, "When the email went out", "§16"),
    column("email_opened", YES_NO, "The email was opened", "§16", null=False, default="false"),
    column("email_opened_at", MOMENT, "When the email was opened", "§16"),
    column("email_clicked", YES_NO, "A link in the email was clicked", "§16", null=False, default="false"),
    column("push_sent", YES_NO, "The push message went out", "§16", null=False, default="false"),
    column("push_sent_at", MOMENT, "When the push message went out", "§16"),
    column("priority", words(20), "low, medium, high or urgent", "§16", null=False, default="'medium'"),
    column("notification_group", words(100), "For batching (daily_digest)", "§16"),
    created("§16", "When it came up"),
    updated("§16"),
    one_of("status", "pending", "sent", "failed", "read"),
    one_of("priority", "low", "medium", "high", "urgent"),
    CheckConstraint("status <> 'read' OR read_at IS NOT NULL", name="read_at"),
    comment="Notifications by email, push and in the app. Sharded by user_id.",
)
index(
    "idx_notifications_user",
    notifications.c.user_id,
    notifications.c.created_at.desc(),
    says="Notifications of one user, the newest first",
    source="Index Strategy 3",
)
index(
    "idx_notifications_unread",
    notifications.c.user_id,
    where="status = 'sent'",
    says="Notifications one user has not read, to be counted",
    source=OURS,
)
index(
    "idx_notifications_pending",
    notifications.c.notification_group,
    notifications.c.created_at,
    where="status = 'pending'",
    says="Notifications to be delivered, batched by group",
    source=OURS,
)
index(
    "idx_notifications_read",
    notifications.c.read_at,
    where="status = 'read'",
    says="Read notifications for the monthly archiving",
    source=OURS,
)
