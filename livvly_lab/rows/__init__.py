"""From recipes through Arrow batches to COPY: the only room that writes rows."""
