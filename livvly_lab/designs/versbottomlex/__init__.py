"""VersBottomLex: a streaming platform, designed from a checklist; most of it sharded by the performer."""
