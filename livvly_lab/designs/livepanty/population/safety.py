"""Proofs of identity, flags of detectors, sanctions. Source: livepanty, Verification & Safety."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.livepanty.population.accounts import COUNTRIES, Crowd
from livvly_lab.designs.livepanty.population.streaming import Stage, Streams
from livvly_lab.designs.livepanty.population.vocabulary import words
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, framed, hexadecimal, rows_at
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

_STATUSES = [str(value) for value in shapes.KYC_STATUS.values]
APPROVED, PENDING, REJECTED, EXPIRED = map(_STATUSES.index, ("approved", "pending", "rejected", "expired"))
_VALID_DAYS = 5 * 365
_SHORT_DAYS = 180
_SURE = 0.93
_DOCUMENTS = [str(value) for value in shapes.DOCUMENT.values]
_PROVIDERS = ("onfido", "veriff")


@dataclass(frozen=True)
class Proofs:
    """Proofs of a stretch of users: of identity for performers, of age for some others; `row` is the user's."""

    crowd: Crowd
    row: Ints

    @property
    def ordinals(self) -> Ints:
        """Whose they are."""
        return self.crowd.ordinals[self.row]

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows."""
        return self.crowd.people.ids("kyc_verifications", self.ordinals)

    @cached_property
    def handed_in_us(self) -> Ints:
        """When they were handed in."""
        people, lives = self.crowd.people, self.crowd.lives
        days = shapes.KYC_DAYS.quantile(people.u("kyc/days", self.ordinals)) * DAY_US
        signup = lives.signup_us[self.row]
        end = lives.gone_us[self.row]
        waiting = end - (people.u("kyc/waiting", self.ordinals) * 3 * DAY_US).astype(np.int64)
        at = np.where(
            self._drawn == PENDING, np.maximum(signup + HOUR_US, waiting), signup + HOUR_US + days.astype(np.int64)
        )
        return np.minimum(at, np.maximum(end - MINUTE_US, signup + MINUTE_US))

    @cached_property
    def decided_us(self) -> Ints:
        """When they were decided, or would be."""
        hours = shapes.KYC_HOURS.quantile(self.crowd.people.u("kyc/hours", self.ordinals)) * HOUR_US
        return self.handed_in_us + hours.astype(np.int64) + MINUTE_US

    @cached_property
    def _drawn(self) -> Ints:
        return shapes.KYC_STATUS.quantile(self.crowd.people.u("kyc/status", self.ordinals))

    @cached_property
    def status(self) -> Ints:
        """The position of each status: what is not decided by the end of history is pending."""
        status = np.where(self.decided_us >= self.crowd.people.as_of_us, PENDING, self._drawn)
        young = self.decided_us + _SHORT_DAYS * DAY_US >= self.crowd.people.as_of_us
        return np.where((status == EXPIRED) & young, APPROVED, status)


def proofs_of(crowd: Crowd) -> Proofs:
    """Return the proofs of a crowd: performers and some of the others."""
    people = crowd.people
    asked = people.chance("kyc/asked", crowd.ordinals, shapes.AGE_CHECK_SHARE) & crowd.lives.acting
    handed = people.is_performer(crowd.ordinals) & crowd.lives.seen
    return Proofs(crowd, np.flatnonzero((asked | handed) & ~people.is_staff(crowd.ordinals)))


def kyc_columns(proofs: Proofs) -> Columns:
    """Return the rows of kyc_verifications; the scans of who is erased are gone."""
    people, ordinals, status = proofs.crowd.people, proofs.ordinals, proofs.status
    gone = proofs.crowd.lives.erased[proofs.row]
    decided = status != PENDING
    u = people.u("kyc/score", ordinals)
    score = np.where(status == REJECTED, 0.2 + 0.5 * u, 0.75 + 0.25 * np.sqrt(u))
    by_hand = decided & (score < _SURE)
    days = np.where(status == EXPIRED, _SHORT_DAYS, _VALID_DAYS)
    kind = shapes.DOCUMENT.quantile(people.u("kyc/document", ordinals))
    file = framed("s3://livepanty-kyc/", hexadecimal(people.ids("kyc/file", ordinals)), ".enc")
    digest = np.hstack([people.ids(f"kyc/hash/{half}", ordinals) for half in ("low", "high")])
    return {
        "id": proofs.ids,
        "user_id": rows_at(proofs.crowd.ids, proofs.row),
        "level": words(["age", "identity"], people.is_performer(ordinals).astype(np.int64)),
        "document_type": words(_DOCUMENTS, kind),
        "document_country": words(COUNTRIES, people.country(ordinals)),
        "document_url": Nullable(file, ~gone),
        "document_hash": Nullable(framed("", hexadecimal(digest)), ~gone),
        "verification_score": Nullable((score * 10_000).astype(np.int64), np.ones(len(ordinals), dtype=np.bool_)),
        "status": words(_STATUSES, status),
        "provider": words(_PROVIDERS, (people.u("kyc/provider", ordinals) * 2).astype(np.int64)),
        "reviewed_by": Nullable(people.ids("users", people.moderator("kyc/moderator", ordinals)), by_hand),
        "rejection_reason": Nullable(
            words(["Document cannot be read", "Face does not match the document"], (u * 2).astype(np.int64)),
            status == REJECTED,
        ),
        "created_at": proofs.handed_in_us,
        "updated_at": np.where(decided, proofs.decided_us, proofs.handed_in_us),
        "reviewed_at": Nullable(proofs.decided_us, decided),
        "expires_at": Nullable(proofs.decided_us + days * DAY_US, (status == APPROVED) | (status == EXPIRED)),
    }


@dataclass(frozen=True)
class Detections:
    """Flags of detectors about streams of a stage: `of` is the row of the stream."""

    streams: Streams
    of: Ints

    @property
    def number(self) -> Ints:
        """The numbers of the streams, one flag each."""
        return self.streams.number[self.of]

    @property
    def stage(self) -> Stage:
        """Whose streams they are about."""
        return self.streams.stage

    @cached_property
    def at_us(self) -> Ints:
        """When it was seen."""
        start, end = self.streams.start_us[self.of], self.streams.end_us[self.of]
        return start + (self.stage.people.u("flags/at", self.number) * (end - start)).astype(np.int64)

    @cached_property
    def claimed_us(self) -> Ints:
        """When a moderator took it."""
        return self.at_us + (self.stage.people.u("flags/wait", self.number) ** 2 * 12 * HOUR_US).astype(np.int64)

    @cached_property
    def decided_us(self) -> Ints:
        """When it was decided."""
        return self.claimed_us + (self.stage.people.u("flags/work", self.number) * HOUR_US).astype(np.int64)

    @cached_property
    def status(self) -> Ints:
        """The position of each status in shapes.FLAG_STATUS."""
        status = shapes.FLAG_STATUS.quantile(self.stage.people.u("flags/status", self.number))
        return np.where(self.decided_us >= self.stage.people.as_of_us, _WAITING, status)

    @cached_property
    def confirmed(self) -> Flags:
        """Which were confirmed."""
        confirmed: Flags = self.status == _CONFIRMED
        return confirmed

    @cached_property
    def moderator(self) -> Bytes:
        """The ids of the moderators who took them."""
        return self.stage.people.ids("users", self.stage.people.moderator("flags/moderator", self.number))


_FLAG_STATUSES = [str(value) for value in shapes.FLAG_STATUS.values]
_WAITING, _CONFIRMED, _IN_REVIEW = map(_FLAG_STATUSES.index, ("pending", "confirmed", "in_review"))


def flags_of(streams: Streams) -> Detections:
    """Return the flags about streams that were held."""
    chosen = (streams.u("flagged") < shapes.FLAGGED_SHARE) & streams.held
    return Detections(streams, np.flatnonzero(chosen))


def flag_columns(flags: Detections) -> Columns:
    """Return the rows of moderation_flags."""
    people, number, status = flags.stage.people, flags.number, flags.status
    categories = [str(value) for value in shapes.FLAG_CATEGORY.values]
    category = shapes.FLAG_CATEGORY.quantile(people.u("flags/category", number))
    priority = np.array([shapes.FLAG_PRIORITY[name] for name in categories])[category]
    late = (status == _WAITING) & (priority == 2) & (flags.at_us < people.as_of_us - DAY_US)
    decided = (status != _WAITING) & (status != _IN_REVIEW)
    sure = 0.55 + 0.44 * np.sqrt(people.u("flags/confidence", number))
    url = framed("s3://livepanty-evidence/", hexadecimal(people.ids("flags/file", number)), ".enc")
    return {
        "id": people.ids("moderation_flags", number),
        "user_id": rows_at(flags.stage.ids, flags.streams.row[flags.of]),
        "stream_id": people.ids("streams", number),
        "detector": words([f"{name}-v3" for name in categories], category),
        "category": words(categories, category),
        "confidence": (sure * 10_000).astype(np.int64),
        "status": words(_FLAG_STATUSES, status),
        "priority": np.where(late, 1, priority).astype(np.int16),
        "evidence_url": Nullable(url, np.ones(len(number), dtype=np.bool_)),
        "reviewed_by": Nullable(flags.moderator, status != _WAITING),
        "claimed_at": Nullable(flags.claimed_us, status != _WAITING),
        "reviewed_at": Nullable(flags.decided_us, decided),
        "escalated_at": Nullable(flags.at_us + DAY_US, late),
        "created_at": flags.at_us,
        "updated_at": np.where(decided, flags.decided_us, np.where(late, flags.at_us + DAY_US, flags.at_us)),
    }


def sanction_columns(crowd: Crowd, flags: Detections) -> Columns:
    """Return the rows of user_sanctions: warnings after confirmed flags, suspensions and bans of users."""
    people = crowd.people
    warned = np.flatnonzero(flags.confirmed & people.chance("flags/warned", flags.number, shapes.WARNED_SHARE))
    out = np.flatnonzero(crowd.lives.banned | crowd.lives.suspended)
    number, ordinals = flags.number[warned], crowd.ordinals[out]
    first = np.arange(len(warned) + len(out)) < len(warned)
    banned = crowd.lives.banned[out]
    at = np.concatenate([flags.decided_us[warned], crowd.lives.gone_us[out]])
    kind = np.concatenate([np.zeros(len(warned), dtype=np.int64), np.where(banned, 2, 1)])
    flag_ids = np.concatenate([people.ids("moderation_flags", number), people.ids("moderation_flags", 0 * ordinals)])
    staff = people.ids("users", people.moderator("sanctions/moderator", ordinals))
    return {
        "id": np.concatenate([people.ids("user_sanctions/flag", number), people.ids("user_sanctions", ordinals)]),
        "user_id": np.concatenate(
            [rows_at(flags.stage.ids, flags.streams.row[flags.of[warned]]), rows_at(crowd.ids, out)]
        ),
        "kind": words(["warning", "suspension", "ban"], kind),
        "reason": words(["Confirmed by a moderator", "Insults in the chat", "Stolen cards"], kind),
        "report_id": Nullable(flag_ids, np.zeros(len(first), dtype=np.bool_)),
        "flag_id": Nullable(flag_ids, first),
        "issued_by": np.concatenate([flags.moderator[warned], staff]),
        "starts_at": at,
        "ends_at": Nullable(at + 30 * DAY_US, kind == 1),
        "lifted_at": Nullable(at, np.zeros(len(first), dtype=np.bool_)),
        "created_at": at,
    }
