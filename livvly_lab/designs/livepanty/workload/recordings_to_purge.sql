-- Which recordings are to be removed?
-- endpoint: daily: purge_recordings
-- index: idx_streams_recordings
-- runs: shard
-- keeps deleted: the recording of a stream that was taken out of the lists has to go too
SELECT id, recording_url
FROM {streams}
WHERE recording_url IS NOT NULL AND recording_expires_at < '2026-11-02'
