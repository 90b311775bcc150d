CREATE OR REPLACE VIEW market_data AS
SELECT
    symbol,
    timeframe,
    open_time AS timestamp,
    open,
    high,
    low,
    close,
    volume,
    quote_volume,
    trades,
    taker_buy_volume,
    origin,
    synthetic
FROM candles;
