-- What chat_messages.is_deleted is, computed from the same row (item)
(item.deleted_at IS NOT NULL)
