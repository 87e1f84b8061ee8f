-- What posts.bookmarks_count is, counted from other rows (item)
(SELECT count(*) FROM {bookmarks} AS w WHERE w.post_id = item.id)
