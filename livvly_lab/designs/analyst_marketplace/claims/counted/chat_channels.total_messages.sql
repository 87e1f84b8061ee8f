-- What chat_channels.total_messages is, counted from other rows (item)
(SELECT count(*) FROM {chat_messages} AS w WHERE w.channel_id = item.id AND NOT w.is_deleted)
