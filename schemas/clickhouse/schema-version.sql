-- Which schema this database has. A later version adds its row after its migrations.
CREATE TABLE IF NOT EXISTS _schema_version
(
    version UInt32,
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY version;
