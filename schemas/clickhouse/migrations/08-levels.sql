-- Why stop and target stand where they do, and the ATR that the leverage goes by. (The table regimes is new, and made as any.)
ALTER TABLE candidates
    ADD COLUMN IF NOT EXISTS levels_reason String DEFAULT '' CODEC(ZSTD(3)) AFTER votes,
    ADD COLUMN IF NOT EXISTS hour_atr_pct Nullable(Float64) CODEC(ZSTD(1)) AFTER levels_reason;

ALTER TABLE signals
    ADD COLUMN IF NOT EXISTS levels_reason String DEFAULT '' CODEC(ZSTD(3)) AFTER votes;
