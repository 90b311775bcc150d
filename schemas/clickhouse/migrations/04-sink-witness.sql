-- The newest record before a position is not always right before it: in Kafka there may be markers between.
ALTER TABLE _sink_positions
    ADD COLUMN IF NOT EXISTS last_offset UInt64 DEFAULT next_offset - 1 AFTER next_offset;
