"""Content: posts, bookmarks, reviews. Source: analyst_marketplace §6 to §8."""

from sqlalchemy import CheckConstraint, Numeric, Table, UniqueConstraint, func, text

from livvly_lab.designs.analyst_marketplace.schema.base import (
    METADATA,
    OURS,
    PRICE,
    at_least,
    created,
    deleted,
    index,
    one_of,
    reference,
    updated,
)
from livvly_lab.designs.columns import JSON, MOMENT, TEXT, WHOLE, YES_NO, column, identity, words

posts = Table(
    "posts",
    METADATA,
    identity("§6"),
    reference("analyst_id", "users.id", "Who wrote it", "§6", null=False),
    column("title", words(255), "Auto-generated for calls", "§6"),
    column("content", TEXT, "Raw content or voice transcription", "§6", null=False),
    column("content_formatted", JSON, "AI-formatted structured call data", "§6"),
    column("post_type", words(50), "call, update, analysis, commentary or educational", "§6", null=False),
    column("strategy_type", words(50), "intraday, swing, positional, long_term or options", "§6"),
    column("audience", words(20), "free, paid or both", "§6", null=False, default="'both'"),
    column("stock_symbol", words(50), "NSE symbol: NIFTY, RELIANCE, etc.", "§6"),
    column("action", words(10), "BUY, SELL or HOLD", "§6"),
    column("entry_price", PRICE, "Price to enter at, in rupees", "§6"),
    column("target_price", PRICE, "Price to leave at with profit, in rupees", "§6"),
    column("stop_loss", PRICE, "Price to leave at with loss, in rupees", "§6"),
    column("risk_reward_ratio", words(20), '"1:2", "1:3"', "§6"),
    column("confidence_level", words(20), "LOW, MEDIUM, HIGH or VERY_HIGH", "§6"),
    column("call_status", words(20), "open, target_hit, stop_loss_hit, closed or expired", "§6"),
    column("actual_entry_price", PRICE, "Price at which the call was entered, in rupees", "§6"),
    column("actual_exit_price", PRICE, "Price at which it was left, in rupees", "§6"),
    column("actual_profit_percent", Numeric(6, 2), "Profit of the call, negative for a loss", "§6"),
    column("closed_at", MOMENT, "When the call ended", "§6"),
    column("views_count", WHOLE, "How often it was read", "§6", null=False, default="0"),
    column("bookmarks_count", WHOLE, "Bookmarks, kept by update_post_bookmark_count", "§6", null=False, default="0"),
    column("comments_count", WHOLE, "Comments; the schema has no table of them", "§6", null=False, default="0"),
    column("is_urgent", YES_NO, "Urgent call, pushed to the homepage", "§6", null=False, default="false"),
    column("is_pinned", YES_NO, "Stays at the top of the analyst's page", "§6", null=False, default="false"),
    column("is_featured", YES_NO, "Shown on the homepage", "§6", null=False, default="false"),
    created("§6", "When the post was published"),
    updated("§6"),
    deleted("§6"),
    one_of("post_type", "call", "update", "analysis", "commentary", "educational"),
    one_of("strategy_type", "intraday", "swing", "positional", "long_term", "options"),
    one_of("audience", "free", "paid", "both"),
    one_of("action", "BUY", "SELL", "HOLD"),
    one_of("confidence_level", "LOW", "MEDIUM", "HIGH", "VERY_HIGH"),
    one_of("call_status", "open", "target_hit", "stop_loss_hit", "closed", "expired"),
    *at_least(0, "views_count", "bookmarks_count", "comments_count"),
    comment="Stock market calls and other content of analysts, the main content table. Sharded by analyst_id.",
)
index(
    "idx_posts_analyst_timeline",
    posts.c.analyst_id,
    posts.c.created_at.desc(),
    says="Analyst's post feed, the newest first",
    source="§6",
)
index(
    "idx_posts_urgent",
    posts.c.created_at.desc(),
    where="is_urgent AND deleted_at IS NULL",
    says="Urgent calls for homepage, the newest first",
    source="§6",
)
index("idx_posts_stock_symbol", posts.c.stock_symbol, says="Stock-specific queries", source="§6")
# The configuration is named, because the one-argument form depends on the session and no index can hold it.
index(
    "idx_posts_content_search",
    func.to_tsvector(text("'english'::regconfig"), posts.c.content),
    using="gin",
    says="Full-text search index on content, in English",
    source="§6",
)

bookmarks = Table(
    "bookmarks",
    METADATA,
    identity("§7"),
    reference("user_id", "users.id", "Who keeps the post", "§7", null=False),
    reference("post_id", "posts.id", "The post kept", "§7", null=False),
    column("notes", TEXT, "Optional user notes", "§7"),
    created("§7"),
    UniqueConstraint("user_id", "post_id"),
    comment="Posts that users saved for later reference. Sharded by user_id.",
)
index(
    "idx_bookmarks_user",
    bookmarks.c.user_id,
    bookmarks.c.created_at.desc(),
    says="Bookmarks of one user, the newest first",
    source="Index Strategy 3",
)
index("idx_bookmarks_post", bookmarks.c.post_id, says="Who keeps one post", source="Index Strategy 1")

reviews = Table(
    "reviews",
    METADATA,
    identity("§8"),
    reference("user_id", "users.id", "Who reviews", "§8", null=False),
    reference("analyst_id", "users.id", "Who is reviewed", "§8", null=False),
    column("rating", WHOLE, "Stars, 1 to 5", "§8", null=False),
    column("review_title", words(255), "Headline", "§8"),
    column("review_text", TEXT, "What the reviewer says", "§8"),
    column("is_verified_subscriber", YES_NO, "Was user subscribed when reviewing?", "§8", null=False, default="false"),
    column(
        "subscription_duration_days", WHOLE, "Days subscribed when reviewing; 30 at least, by the application", "§8"
    ),
    column("is_approved", YES_NO, "Shown, and counted in the statistics", "§8", null=False, default="true"),
    column("is_flagged", YES_NO, "Somebody reported it", "§8", null=False, default="false"),
    column("flagged_reason", TEXT, "Why it was reported", "§8"),
    reference("moderated_by", "users.id", "Admin who decided", "§8"),
    column("moderated_at", MOMENT, "When it was decided", "§8"),
    column("helpfulness_upvotes", WHOLE, "Readers who found it helpful", "§8", null=False, default="0"),
    column("helpfulness_downvotes", WHOLE, "Readers who did not", "§8", null=False, default="0"),
    column("analyst_response", TEXT, "What the analyst answered", "§8"),
    column("analyst_response_at", MOMENT, "When the analyst answered", "§8"),
    created("§8", "When the review was written"),
    updated("§8"),
    deleted("§8"),
    UniqueConstraint("user_id", "analyst_id"),
    CheckConstraint("user_id <> analyst_id", name="user_id"),
    CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
    *at_least(0, "subscription_duration_days", "helpfulness_upvotes", "helpfulness_downvotes"),
    comment="Ratings and reviews of analysts, one per user and analyst. Sharded by analyst_id.",
)
index(
    "idx_reviews_analyst",
    reviews.c.analyst_id,
    reviews.c.created_at.desc(),
    says="Reviews of one analyst, the newest first",
    source="Index Strategy 1",
)
index(
    "idx_reviews_moderated_by",
    reviews.c.moderated_by,
    where="moderated_by IS NOT NULL",
    says="Reviews that one admin decided",
    source="Index Strategy 1",
)
index(
    "idx_reviews_flagged",
    reviews.c.created_at,
    where="is_flagged AND moderated_at IS NULL AND deleted_at IS NULL",
    says="Reported reviews nobody has decided, the oldest first",
    source=OURS,
)
