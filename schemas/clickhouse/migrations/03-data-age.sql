-- Status records tell the age of the data.
ALTER TABLE status
    ADD COLUMN IF NOT EXISTS data_time Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)) AFTER weights_version,
    ADD COLUMN IF NOT EXISTS data_age_ms Nullable(Int64) CODEC(ZSTD(1)) AFTER data_time,
    ADD COLUMN IF NOT EXISTS stalest_symbol LowCardinality(Nullable(String)) AFTER data_age_ms,
    ADD COLUMN IF NOT EXISTS stalest_age_ms Nullable(Int64) CODEC(ZSTD(1)) AFTER stalest_symbol;
