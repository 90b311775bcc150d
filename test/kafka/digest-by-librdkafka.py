"""Digests of topics, read committed by librdkafka: shares no code with the engine. One JSON object on standard output."""

import argparse
import json
import struct
from hashlib import sha256

from confluent_kafka import Consumer, KafkaException, TopicPartition

flags = argparse.ArgumentParser(description=__doc__)
flags.add_argument("--brokers", required=True)
flags.add_argument("topics", nargs="+")
flags = flags.parse_args()

consumer = Consumer(
    {
        "bootstrap.servers": flags.brokers,
        "group.id": "digest-by-librdkafka",
        "isolation.level": "read_committed",
        "enable.auto.commit": False,
        "enable.partition.eof": True,
    }
)
known = consumer.list_topics(timeout=30).topics
unread = {(topic, partition) for topic in flags.topics for partition in known[topic].partitions}
consumer.assign([TopicPartition(topic, partition, 0) for topic, partition in unread])

digests = {topic: {"records": 0, "sum": 0} for topic in flags.topics}
while unread:
    for message in consumer.consume(num_messages=10_000, timeout=30) or [None]:
        if message is None:
            raise TimeoutError(f"nothing came for 30 s, with {sorted(unread)} not at their ends")
        place = (message.topic(), message.partition())
        if message.error() is not None:
            if message.error().name() != "_PARTITION_EOF":
                raise KafkaException(message.error())
            unread.discard(place)
            continue
        key, value = message.key(), message.value()
        if key is None:
            continue
        _, time_ms = message.timestamp()
        # Without the byte and the schema id before the body, which another registry would give otherwise.
        record = struct.pack(">id", len(key), time_ms) + key + value[5:]
        digest = digests[message.topic()]
        digest["records"] += 1
        digest["sum"] += int.from_bytes(sha256(record).digest(), "big")
consumer.close()

print(
    json.dumps(
        {
            topic: {"records": digest["records"], "digest": f"{digest['sum'] % 2**256:064x}"}
            for topic, digest in digests.items()
        }
    )
)
