"""Invitations: who brought whom, how many went out on a day, and the batches they went out in.

A user's sponsor signed up a fixed number of users earlier, one of a few lags. So each of the two finds the other by
arithmetic, although they are drawn apart. Tables: referrals, sponsor_daily_limits, sponsor_contact_batches.
Source: wolo section 3.3.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import shapes
from livvly_lab.designs.wolo.population.crowd import Crowd
from livvly_lab.designs.wolo.population.people import People, emails, full_names, strangers
from livvly_lab.designs.wolo.population.vocabulary import any_of, latin, named
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import (
    Bytes,
    Joined,
    as_text,
    by,
    choose,
    join,
    letters_of,
    plain,
    repeat,
    starts,
    text,
)
from livvly_lab.domain.draw import Ints, counts
from livvly_lab.domain.people import EVENTS_PER_OWNER, NOBODY, Flags, events_of
from livvly_lab.domain.population import Columns, Nullable

PER_DAY = 50
VALID_US = shapes.REFERRAL_DAYS * DAY_US

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LETTERS = 11
_CODE_STEP = 0x9E3779B97F4A7C15  # odd, so that multiplying by it is a permutation of the codes
_APART_US = 20_000_000
SENT = "sent"


@dataclass(frozen=True)
class Invited:
    """Invitations that were followed: the ordinals of both, when it was sent and when it was accepted."""

    sponsor: Ints
    sponsored: Ints
    sent_us: Ints
    accepted_us: Ints

    def only(self, these: Flags) -> "Invited":
        """Return some of them."""
        return Invited(**{name: getattr(self, name)[these] for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Invitations:
    """Invitations of a crowd by sponsor and time: `owner` is the sponsor's place, `sponsored` an ordinal or NOBODY.

    `day` counts from 1970; `first` marks the first of a sponsor's day and `order` numbers them within it.
    """

    owner: Ints
    number: Ints
    sponsored: Ints
    sent_us: Ints
    accepted_us: Ints

    @property
    def accepted(self) -> Flags:
        """Which were followed."""
        accepted: Flags = self.sponsored != NOBODY
        return accepted

    @cached_property
    def day(self) -> Ints:
        """The day each was sent on."""
        return self.sent_us // DAY_US

    @cached_property
    def group(self) -> Ints:
        """The sponsor's day each belongs to, numbered in their order."""
        return np.cumsum(self.first) - 1

    @cached_property
    def first(self) -> Flags:
        """Which are the first of their sponsor's day."""
        return starts(self.owner * (1 << 20) + self.day)

    @cached_property
    def order(self) -> Ints:
        """Which of its day each is, from 1."""
        rows = np.flatnonzero(self.first)
        return np.arange(len(self.owner), dtype=np.int64) - rows[self.group] + 1


def invited_of(people: People, ordinals: Ints) -> Invited:
    """Return the invitations by which users came, of those who came by one."""
    sponsor = ordinals - _lags(people)[_lag_numbers(people, ordinals)]
    came = people.chance("referrals/referred", ordinals, shapes.REFERRED_SHARE) & (sponsor >= 0)
    ordinals, sponsor = ordinals[came & (ordinals >= people.known)], sponsor[came & (ordinals >= people.known)]
    brings, accepted = people.lives(sponsor), people.signup_us(ordinals)
    sent = accepted - ((0.02 + 0.9 * people.u("referrals/before", ordinals)) * VALID_US).astype(np.int64)
    found = Invited(sponsor, ordinals, sent, accepted)
    return found.only(brings.acting & (sent >= brings.first_us) & (sent <= brings.last_us))


def invitations_of(crowd: Crowd) -> Invitations:
    """Return the invitations users of the crowd sent: those that were followed, and those that were not."""
    people, brought = crowd.people, _brought_by(crowd)
    owner, number, sent = _bursts(crowd)
    none = np.full(len(owner), NOBODY, dtype=np.int64)
    owner = np.concatenate([brought.sponsor - crowd.ordinals[0], owner])
    sent = np.concatenate([brought.sent_us, sent])
    order = by(owner, sent)
    return Invitations(
        owner=owner[order],
        number=np.concatenate([accepted_numbers(brought.sponsored), number])[order],
        sponsored=np.concatenate([brought.sponsored, none])[order],
        sent_us=sent[order],
        accepted_us=np.concatenate([brought.accepted_us, np.full(len(none), people.as_of_us)])[order],
    )


def accepted_numbers(sponsored: Ints) -> Ints:
    """Return the number of the invitation by which a user came: the last among those of the user's own."""
    return events_of(sponsored, np.full(len(sponsored), EVENTS_PER_OWNER - 1, dtype=np.int64))


def referral_ids(people: People, numbers: Ints) -> Bytes:
    """Return the ids of invitations."""
    return people.ids("referrals", numbers)


def _bursts(crowd: Crowd) -> tuple[Ints, Ints, Ints]:
    """Return owner, number and time of invitations nobody followed: several at once, on different days of a life."""
    people, lives = crowd.people, crowd.lives
    days = np.maximum(lives.last_us - lives.first_us, 0) // DAY_US
    wanted = counts(crowd.u("bursts/count"), crowd.effort * shapes.BURSTS_PER_USER * crowd.world.activity)
    burst_owner, place = repeat(np.minimum(wanted, days))
    burst = events_of(crowd.ordinals[burst_owner], place * 64)
    size = np.ceil(shapes.BURST_SIZE.quantile(people.u("bursts/size", burst))).astype(np.int64)
    length = (days[burst_owner] * DAY_US) // np.maximum(np.minimum(wanted, days)[burst_owner], 1)
    start = lives.first_us[burst_owner] + place * length
    at = people.rhythm.between(people.u("bursts/at", burst), start, start + length)
    row, position = repeat(size)
    return burst_owner[row], burst[row] + position, at[row] + position * _APART_US


def referral_columns(crowd: Crowd, sent: Invitations) -> Columns:
    """Return the rows of invitations."""
    world, people, number = crowd.world, crowd.people, sent.number
    outcome = shapes.INVITATION_OUTCOME.texts(people.u("referrals/outcome", number))
    running = sent.sent_us + VALID_US > people.as_of_us
    status = choose(sent.accepted, "accepted", choose(running, SENT, outcome))
    by_phone = people.chance("referrals/by_phone", number, shapes.INVITED_BY_PHONE_SHARE)
    friend = np.where(sent.accepted, sent.sponsored, 0)
    by_phone = np.where(sent.accepted, people.has_phone(friend), by_phone)
    message = people.chance("referrals/message", number, 0.6)
    checked = sent.accepted & people.chance("referrals/ids", number, shapes.VERIFIED_SHARE_OF_MINORS)
    checked &= people.has_guardian(friend)
    in_batch = batched(sent)[sent.group] if len(sent.owner) else np.zeros(0, dtype=np.bool_)
    return {
        "id": referral_ids(people, number),
        "sponsor_user_id": crowd.ids_at(sent.owner),
        "referral_code": codes(people, number),
        "invited_phone": Nullable(invited_phones(people, sent), by_phone),
        "invited_email": Nullable(_invited_emails(crowd, sent), ~by_phone),
        "invited_name": invited_names(crowd, sent),
        "invitation_message": Nullable(
            any_of(world, "invitation_messages.text", people.u("referrals/text", number)), message
        ),
        "status": status,
        "sponsored_user_id": Nullable(people.ids("users", friend), sent.accepted),
        "both_ids_collected": checked,
        "sponsor_id_verified": checked,
        "sponsored_id_verified": checked,
        "sent_at": sent.sent_us,
        "accepted_at": Nullable(sent.accepted_us, sent.accepted),
        "expired_at": sent.sent_us + VALID_US,
        "created_at": sent.sent_us,
        "daily_limit_id": limit_ids(crowd, sent),
        "batch_id": Nullable(batch_ids(crowd, sent), in_batch),
        "invitation_order": sent.order,
    }


def batched(sent: Invitations) -> Flags:
    """Tell of each sponsor's day whether its invitations were a batch."""
    sizes: Flags = np.bincount(sent.group, minlength=int(sent.first.sum())) >= shapes.BATCH_FROM
    return sizes


def limit_ids(crowd: Crowd, sent: Invitations) -> Bytes:
    """Return for each invitation the id of its sponsor's counter of the day."""
    return crowd.people.ids("sponsor_daily_limits", _day_numbers(crowd, sent))


def batch_ids(crowd: Crowd, sent: Invitations) -> Bytes:
    """Return for each invitation the id of the batch of its day."""
    return crowd.people.ids("sponsor_contact_batches", _day_numbers(crowd, sent))


def codes(people: People, numbers: Ints) -> Joined:
    """Return a code for each invitation, never the same for two numbers."""
    size = np.uint64(len(_ALPHABET) ** _CODE_LETTERS)
    with np.errstate(over="ignore"):
        scattered = (numbers.astype(np.uint64) * np.uint64(_CODE_STEP) + np.uint64(people.seed)) % size
    return join("WOLO-", text(letters_of(scattered.astype(np.int64), _CODE_LETTERS, _ALPHABET)))


def invited_phones(people: People, sent: Invitations) -> pa.Array:
    """Return the numbers invitations went to: those the invited signed up with, where they did."""
    theirs = people.phones(np.where(sent.accepted, sent.sponsored, 0))
    return choose(sent.accepted, theirs, strangers(people.u("referrals/phone", sent.number)))


def invited_names(crowd: Crowd, sent: Invitations) -> pa.Array:
    """Return the names sponsors have: those the invited signed up with, where they did."""
    people, number = crowd.people, sent.number
    theirs = full_names(crowd.world, people, np.where(sent.accepted, sent.sponsored, 0))
    strange = choose(
        people.chance("referrals/woman", number, 0.5),
        named(crowd.world, "women.name", people.u("referrals/name", number)),
        named(crowd.world, "men.name", people.u("referrals/name", number)),
    )
    return choose(sent.accepted, theirs, strange)


def _invited_emails(crowd: Crowd, sent: Invitations) -> pa.Array:
    theirs = emails(crowd.world, crowd.people, np.where(sent.accepted, sent.sponsored, 0))
    first = plain(named(crowd.world, "men.name", crowd.people.u("referrals/email", sent.number)))
    return choose(sent.accepted, theirs, join(latin(first), as_text(sent.number % 99_991), "@yahoo.fr"))


def _day_numbers(crowd: Crowd, sent: Invitations) -> Ints:
    return events_of(crowd.ordinals[sent.owner], sent.day - crowd.people.since_us // DAY_US)


def _lags(people: People) -> Ints:
    return 1 + (np.asarray(shapes.REFERRAL_LAGS) * people.users).astype(np.int64)


def _lag_numbers(people: People, ordinals: Ints) -> Ints:
    return (people.u("referrals/lag", ordinals) * len(shapes.REFERRAL_LAGS)).astype(np.int64)


def _brought_by(crowd: Crowd) -> Invited:
    """Return the invitations of sponsors of the crowd that were followed, by everybody who may have come by one."""
    people, (first, last) = crowd.people, (crowd.ordinals[0], crowd.ordinals[-1])
    later = [_with_lag(people, crowd.ordinals + lag, number) for number, lag in enumerate(_lags(people))]
    found = invited_of(people, np.sort(np.concatenate(later)))
    return found.only((found.sponsor >= first) & (found.sponsor <= last))


def _with_lag(people: People, ordinals: Ints, number: int) -> Ints:
    """Return those of some users who came by an invitation over the lag with a number."""
    ordinals = ordinals[ordinals < people.users]
    ordinals = ordinals[people.chance("referrals/referred", ordinals, shapes.REFERRED_SHARE)]
    came: Ints = ordinals[_lag_numbers(people, ordinals) == number]
    return came
