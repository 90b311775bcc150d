-- Marks the first vector behind a repair of its candles. (The tables gaps, validation_reports and drift_reports are new, and made as any.)
ALTER TABLE features
    ADD COLUMN IF NOT EXISTS rebuilt Bool CODEC(ZSTD(1)) AFTER close;
