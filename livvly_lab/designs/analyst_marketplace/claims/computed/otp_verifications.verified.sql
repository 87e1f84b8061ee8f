-- What otp_verifications.verified is, computed from the same row (item)
(item.verified_at IS NOT NULL)
