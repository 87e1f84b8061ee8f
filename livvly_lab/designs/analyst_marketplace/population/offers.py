"""What analysts sell and how they win subscribers: tiers, discount codes, invite links. Source: §4, §12 and §13."""

import json

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.desk import (
    CODES_PER_ANALYST,
    FREE,
    LINKS_PER_ANALYST,
    NEVER_US,
    PREMIUM,
    RUPEE,
    TIER_NAMES,
    Codes,
    Desk,
)
from livvly_lab.designs.analyst_marketplace.population.payments import CAPTURED, Payments
from livvly_lab.designs.analyst_marketplace.population.profiles import display_names, first_names
from livvly_lab.designs.analyst_marketplace.population.subscribers import PENDING, Subscriptions
from livvly_lab.domain.columns import as_text, join, letters_of, lists, pick, rows_at, text
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import Columns, Nullable

_FEATURES = (
    ("Market commentary", "Two calls a week"),
    ("All calls", "Community chat", "Targets and stop losses by notification"),
    ("All calls", "Premium room", "Weekly portfolio review", "Priority support"),
)
_SAYS = ("Get to know my style.", "Every call, with **entry, target and stop loss**.", "All of Pro and a room with me.")
_POSTS_A_DAY = np.array([1, 10, 0])
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SUFFIX = 6
_SCATTER, _SCATTERED = 1_103_515_245, 36**_SUFFIX
_LIMITED_SHARE = 0.4
_UTM_MEDIUM = {"telegram": "social", "youtube": "video", "instagram": "social", "twitter": "social", "whatsapp": "chat"}


def tier_columns(desk: Desk) -> Columns:
    """Return the rows of subscription_tiers."""
    tiers = desk.tiers
    row, tier = np.nonzero(tiers.exists)
    signup = desk.analysts.lives.signup_us[desk.numbers[row]]
    yearly = tiers.yearly[row, tier]
    posts = _POSTS_A_DAY[tier]
    return {
        "id": desk.people.ids("subscription_tiers", desk.numbers[row] * 4 + tier),
        "analyst_id": rows_at(desk.ids, row),
        "tier_name": pick(pa.array(TIER_NAMES), tier),
        "tier_description": pick(pa.array(_SAYS), tier),
        "tier_order": tier,
        "price_monthly": tiers.monthly[row, tier],
        "price_yearly": Nullable(yearly, yearly > 0),
        "features": pick(pa.array([json.dumps(each) for each in _FEATURES]), tier),
        "posts_per_day": Nullable(posts, posts > 0),
        "chat_access": tier != FREE,
        "priority_support": tier == PREMIUM,
        "is_active": tiers.on_sale[row, tier],
        "is_free_tier": tier == FREE,
        "created_at": signup,
        "updated_at": signup,
        "deleted_at": Nullable(signup, np.zeros(len(row), dtype=np.bool_)),
    }


def code_columns(desk: Desk, sold: Subscriptions) -> Columns:
    """Return the rows of discount_codes, with the redemptions the trigger would have counted."""
    codes, world = desk.codes, desk.world
    row, column = np.nonzero(codes.exists)
    number = desk.numbers[row] * CODES_PER_ANALYST + column
    redeemed = sold.code >= 0
    used = np.bincount(
        (sold.row * CODES_PER_ANALYST + sold.code)[redeemed], minlength=len(desk.numbers) * CODES_PER_ANALYST
    )[row * CODES_PER_ANALYST + column]
    limited = desk.people.chance("codes/limited", number, _LIMITED_SHARE)
    percentage, value = codes.is_percentage[row, column], codes.value[row, column]
    shown = np.where(percentage, value, value // RUPEE)
    campaign, until = codes.campaign[row, column], codes.until_us[row, column]
    begins = codes.from_us[row, column]
    return {
        "id": desk.people.ids("discount_codes", number),
        "analyst_id": rows_at(desk.ids, row),
        "code": join(pick(world.pools["campaigns.prefix"], campaign), as_text(shown), "-", _suffix(number)),
        "code_name": pick(world.pools["campaigns.name"], campaign),
        "code_description": pick(world.pools["campaigns.description"], campaign),
        "discount_type": pick(pa.array(["fixed_amount", "percentage"]), percentage.astype(np.int64)),
        "discount_value": value,
        "max_discount_amount": Nullable(codes.cap[row, column], percentage),
        "applicable_tiers": _premium_only(desk, codes, row, column),
        "billing_cycle_restriction": pick(pa.array(["both", "monthly", "yearly"]), codes.cycle[row, column]),
        "first_time_only": desk.people.chance("codes/first", number, 0.3),
        "is_active": until >= desk.people.as_of_us,
        "usage_limit": Nullable((used // 50 + 1) * 50, limited),
        "usage_count": used,
        "per_user_limit": np.ones(len(row), dtype=np.int64),
        "valid_from": begins,
        "valid_until": Nullable(until, until < NEVER_US),
        "created_at": begins,
        "updated_at": begins,
        "deleted_at": Nullable(begins, np.zeros(len(row), dtype=np.bool_)),
    }


def _premium_only(desk: Desk, codes: Codes, row: Ints, column: Ints) -> Nullable:
    """Return the list of tiers a code is good for: Premium alone, or NULL for all."""
    ids = desk.people.ids("subscription_tiers", desk.numbers[row] * 4 + PREMIUM)
    octets = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(16), len(row), [None, pa.py_buffer(np.ascontiguousarray(ids))]
    )
    return Nullable(lists(octets.cast(pa.binary()), np.ones(len(row), dtype=np.int64)), codes.premium_only[row, column])


def link_columns(desk: Desk, sold: Subscriptions, payments: Payments) -> Columns:
    """Return the rows of invite_links: subscribers by each, what they paid, and the funnel that leads to them."""
    links, people = desk.links, desk.people
    row, column = np.nonzero(links.exists)
    number, place = desk.numbers[row] * LINKS_PER_ANALYST + column, row * LINKS_PER_ANALYST + column
    places = len(desk.numbers) * LINKS_PER_ANALYST

    def u(name: str) -> Floats:
        return people.u(f"links/{name}", number)

    led = sold.link >= 0
    to = sold.row * LINKS_PER_ANALYST + sold.link
    referred = np.bincount(to[led], minlength=places)[place]
    converted = np.bincount(to[led & sold.paid & (sold.status != PENDING)], minlength=places)[place]
    of = payments.of
    counts = led[of] & (payments.status == CAPTURED)
    revenue = np.bincount(to[of][counts], weights=payments.amount[counts], minlength=places)[place].astype(np.int64)
    last = np.zeros(places, dtype=np.int64)
    np.maximum.at(last, to[led], sold.start_us[led])
    signups = referred + (u("signups") * 4).astype(np.int64)
    visitors = np.ceil((signups + u("visitors") * 5) * shapes.VISITORS_PER_SIGNUP.quantile(u("rate")).clip(1)).astype(
        np.int64
    )
    clicks = np.ceil(visitors * shapes.CLICKS_PER_VISITOR.quantile(u("clicks")).clip(1)).astype(np.int64)
    source, until = links.source[row, column], links.until_us[row, column]
    names = display_names(desk)
    code = desk.numbers[row] * CODES_PER_ANALYST + links.code[row, column].clip(0)
    begins = links.from_us[row, column]
    sources = pa.array(shapes.LINK_SOURCE.values, pa.string())
    media = pa.array([_UTM_MEDIUM[str(each)] for each in shapes.LINK_SOURCE.values])
    return {
        "id": people.ids("invite_links", number),
        "analyst_id": rows_at(desk.ids, row),
        "invite_code": join(
            pick(_upper(first_names(desk)), row), "-", _upper(pick(sources, source)), "-", _suffix(number)
        ),
        "link_name": join(_capital(pick(sources, source)), " of ", pick(names, row)),
        "link_description": join("Shown on ", pick(sources, source)),
        "is_active": until >= people.as_of_us,
        "expires_at": Nullable(until, until < NEVER_US),
        "max_uses": Nullable((signups // 100 + 1) * 100, u("limited") < _LIMITED_SHARE),
        "discount_code_id": Nullable(people.ids("discount_codes", code), links.code[row, column] >= 0),
        "total_clicks": clicks,
        "unique_visitors": visitors,
        "signups_count": signups,
        "conversions_count": converted,
        "total_revenue_generated": revenue,
        "utm_source": pick(sources, source),
        "utm_medium": pick(media, source),
        "utm_campaign": join("analyst-", as_text(desk.numbers[row])),
        "created_at": begins,
        "updated_at": np.maximum(begins, last[place]),
        "last_used_at": Nullable(last[place], referred > 0),
        "deleted_at": Nullable(begins, np.zeros(len(row), dtype=np.bool_)),
    }


def _suffix(number: Ints) -> pa.StringArray:
    """Return six letters of base 36 that no other number has: the multiplier is prime to their count."""
    return text(letters_of((number * _SCATTER + 17) % _SCATTERED, _SUFFIX, _BASE36))


def _upper(texts: pa.DictionaryArray) -> pa.DictionaryArray:
    return pick(pa.array([each.upper() for each in texts.dictionary.to_pylist()]), np.asarray(texts.indices))


def _capital(texts: pa.DictionaryArray) -> pa.DictionaryArray:
    return pick(pa.array([each.capitalize() for each in texts.dictionary.to_pylist()]), np.asarray(texts.indices))
