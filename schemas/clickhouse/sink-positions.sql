-- How far each partition of the log has been written. Lags behind the tables, never runs ahead of them.
CREATE TABLE IF NOT EXISTS _sink_positions
(
    topic LowCardinality(String),
    partition UInt16,
    -- Offset of the next record to write.
    next_offset UInt64,
    -- Of the newest record before it, which tells this log from another one; in Kafka markers may lie between.
    last_offset UInt64 DEFAULT next_offset - 1,
    last_hash String,
    written_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(next_offset)
ORDER BY (topic, partition);
