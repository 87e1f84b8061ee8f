"""Invitations: who brought whom, and the coins both got for it. Table: referrals. Source: livvly REQ-DB-004.

A referee's referrer signed up a fixed number of users earlier, one of a few lags. So each of the two finds the
other by arithmetic, and both wallets get the reward although they are drawn apart.
"""

from dataclasses import dataclass

import numpy as np

from livvly_lab.designs.livvly.population import shapes
from livvly_lab.designs.livvly.population.crowd import Crowd
from livvly_lab.designs.livvly.population.people import People
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import Bytes, Joined, choose, join, letters_of, stacked, text
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LETTERS = 8
_CODE_STEP = 0x9E3779B1  # odd, so that multiplying by it is a permutation of the codes
_INVITED_DAYS = 14
_REWARD_DAYS = 7
_VALID_DAYS = 30
_REWARDS = {"user_signup": (50, 25), "creator_signup": (200, 100)}


@dataclass(frozen=True)
class Referrals:
    """Invitations that were followed: the ordinals of both users, and the coins each got where `rewarded`."""

    referrer: Ints
    referee: Ints
    of_creator: Flags
    invited_us: Ints
    rewarded: Flags
    rewarded_us: Ints

    @property
    def referrer_coins(self) -> Ints:
        """Coins for the one who invited."""
        return self._coins(0)

    @property
    def referee_coins(self) -> Ints:
        """Coins for the one invited."""
        return self._coins(1)

    def _coins(self, side: int) -> Ints:
        coins = np.where(self.of_creator, _REWARDS["creator_signup"][side], _REWARDS["user_signup"][side])
        return np.where(self.rewarded, coins, 0)

    def only(self, these: Flags) -> "Referrals":
        """Return some of the referrals."""
        return Referrals(**{name: getattr(self, name)[these] for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Bonus:
    """A reward for one user of a crowd."""

    owner: Ints
    ids: Bytes
    at_us: Ints
    coins: Ints
    codes: Joined


def referrals_of(people: People, referees: Ints) -> Referrals:
    """Return the referrals by which users came, of those who came by one."""
    referrer = referees - _lags(people)[_lag_numbers(people, referees)]
    invited = people.chance("referrals/referred", referees, shapes.REFERRED_SHARE) & (referrer >= 0)
    referees, referrer = referees[invited], referrer[invited]
    brings, comes = people.lives(referrer), people.lives(referees)
    before = (people.u("referrals/before", referees) * _INVITED_DAYS * DAY_US).astype(np.int64)
    invited_us = np.maximum(brings.first_us, comes.signup_us - before)
    after = DAY_US + (people.u("referrals/after", referees) * _REWARD_DAYS * DAY_US).astype(np.int64)
    rewarded_us = comes.signup_us + after
    rewarded = people.chance("referrals/rewarded", referees, shapes.REWARDED_SHARE)
    found = Referrals(
        referrer=referrer,
        referee=referees,
        of_creator=people.is_creator(referees),
        invited_us=invited_us,
        rewarded=rewarded & (rewarded_us < np.minimum(brings.gone_us, comes.gone_us)),
        rewarded_us=rewarded_us,
    )
    return found.only((invited_us < comes.signup_us) & (invited_us <= brings.until_us) & brings.seen)


def bonuses(crowd: Crowd) -> Bonus:
    """Return the rewards of users of the crowd, whether they invited or came by invitation."""
    people = crowd.people
    came = referrals_of(people, crowd.ordinals)
    brought = _brought_by(crowd)
    came, brought = came.only(came.rewarded), brought.only(brought.rewarded)
    owner = stacked([came.referee, brought.referrer]) - crowd.ordinals[0]
    ids = [people.ids("transactions/referee", came.referee), people.ids("transactions/referrer", brought.referee)]
    return Bonus(
        owner=owner,
        ids=stacked(ids),
        at_us=stacked([came.rewarded_us, brought.rewarded_us]),
        coins=stacked([came.referee_coins, brought.referrer_coins]),
        codes=codes(people, stacked([came.referee, brought.referee]) * 2),
    )


def codes(people: People, numbers: Ints) -> Joined:
    """Return a code for each invitation, never the same for two numbers."""
    size = np.uint64(len(_ALPHABET) ** _CODE_LETTERS)
    scattered = (numbers.astype(np.uint64) * np.uint64(_CODE_STEP) + np.uint64(people.seed)) % size
    return join("LV", text(letters_of(scattered.astype(np.int64), _CODE_LETTERS, _ALPHABET)))


def referral_columns(crowd: Crowd) -> Columns:
    """Return the rows of referrals: those by which users of the crowd came, and their own open invitations."""
    people, came = crowd.people, referrals_of(crowd.people, crowd.ordinals)
    inviting = np.flatnonzero(crowd.chance("referrals/open", shapes.OPEN_INVITATION_SHARE) & crowd.lives.acting)
    ordinals = crowd.ordinals[inviting]
    sent = people.rhythm.between(
        people.u("referrals/sent", ordinals), crowd.lives.first_us[inviting], crowd.lives.last_us[inviting]
    )
    valid_us = _VALID_DAYS * DAY_US
    none = np.zeros(len(inviting), dtype=np.int64)
    number = stacked([came.referee * 2, ordinals * 2 + 1])
    expires = stacked([came.invited_us, sent]) + valid_us
    status = stacked(
        [
            choose(came.rewarded, "rewarded", "completed"),
            choose(sent + valid_us > people.as_of_us, "pending", "expired"),
        ]
    )
    is_creator = stacked([came.of_creator, people.chance("referrals/of_creator", ordinals, shapes.CREATORS_PER_USER)])
    return {
        "id": people.ids("referrals", number),
        "referrer_id": people.ids("users", stacked([came.referrer, ordinals])),
        "referee_id": Nullable(people.ids("users", stacked([came.referee, ordinals])), number % 2 == 0),
        "referral_code": codes(people, number),
        "referral_type": choose(is_creator, "creator_signup", "user_signup"),
        "status": status,
        "referrer_reward_coins": stacked([came.referrer_coins, none]),
        "referee_reward_coins": stacked([came.referee_coins, none]),
        "rewarded_at": Nullable(stacked([came.rewarded_us, none]), stacked([came.rewarded, none > 0])),
        "expires_at": expires,
        "created_at": stacked([came.invited_us, sent]),
    }


def _lags(people: People) -> Ints:
    return 1 + (np.asarray(shapes.REFERRAL_LAGS) * people.users).astype(np.int64)


def _brought_by(crowd: Crowd) -> Referrals:
    """Return the referrals whose referrer is of the crowd: every user one of the lags later might be the referee."""
    people, (first, last) = crowd.people, (crowd.ordinals[0], crowd.ordinals[-1])
    later = [_with_lag(people, crowd.ordinals + lag, number) for number, lag in enumerate(_lags(people))]
    found = referrals_of(people, np.sort(np.concatenate(later)))
    return found.only((found.referrer >= first) & (found.referrer <= last))


def _with_lag(people: People, referees: Ints, number: int) -> Ints:
    """Return those of some users who came by a referral over the lag with a number."""
    referees = referees[referees < people.users]
    referees = referees[people.chance("referrals/referred", referees, shapes.REFERRED_SHARE)]
    came: Ints = referees[_lag_numbers(people, referees) == number]
    return came


def _lag_numbers(people: People, referees: Ints) -> Ints:
    return (people.u("referrals/lag", referees) * len(shapes.REFERRAL_LAGS)).astype(np.int64)
