-- What each user brings and the shard he lives in; those who could bring something and do not stand with zero.
SELECT owner.id AS user_id, owner.shard, coalesce(load.brought, 0) AS amount
FROM ({owners}) AS owner
FULL JOIN (SELECT bringer, sum(brought) AS brought FROM ({parts}) AS part GROUP BY bringer) AS load
    ON load.bringer = owner.id
WHERE load.brought IS NOT NULL OR owner.could
