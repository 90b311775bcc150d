-- What closed a position, and what was closed of it before; the rows written until then keep the default.
ALTER TABLE outcomes
    ADD COLUMN IF NOT EXISTS exit_reason LowCardinality(String) DEFAULT 'levels' AFTER votes,
    ADD COLUMN IF NOT EXISTS partial_exits Array(Tuple(
        time DateTime64(3, 'UTC'),
        price Float64,
        share Float64,
        reason LowCardinality(String))) CODEC(ZSTD(3)) AFTER exit_reason;
