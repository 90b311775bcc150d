-- The newest revision of each candle. Revised candles are few, so both sets are small, and a
-- question about one symbol or time still reads only its own rows.
CREATE OR REPLACE VIEW candles AS
SELECT *
FROM candle_revisions
WHERE (symbol, timeframe, open_time) NOT IN (
        SELECT symbol, timeframe, open_time FROM candle_revisions WHERE revision > 0)
    OR (symbol, timeframe, open_time, revision) IN (
        SELECT symbol, timeframe, open_time, max(revision)
        FROM candle_revisions WHERE revision > 0
        GROUP BY symbol, timeframe, open_time);
