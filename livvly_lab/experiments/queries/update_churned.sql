-- Updates a third of the rows, writing the value that is there.
UPDATE lab_churned SET {column} = {column} WHERE mod(abs(hashtext(lab_churned::text)::bigint), 3) = {part}
