-- Signals that have not ended. A signal is followed for 72 hours; one that never found an entry
-- is let go of an hour later. Only those of `mode` live are for bots, and only until `valid_until`.
CREATE OR REPLACE VIEW live_signals AS
SELECT
    id,
    symbol,
    timeframe,
    direction,
    signal_time AS signal_timestamp,
    entry_after,
    valid_until,
    reference_price,
    take_profit,
    stop_loss,
    leverage,
    notional,
    risk_pct,
    confidence,
    probability,
    regime,
    reward_risk,
    weights_version,
    mode AS source
FROM signals
WHERE id NOT IN (SELECT signal_id FROM outcomes WHERE kind = 'real')
    AND signal_time > (SELECT time FROM source_clock) - INTERVAL 73 HOUR;
