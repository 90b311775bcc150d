"""Reads `signals` and prints those that a bot may act on. Where it prints SIGNAL, yours places its order."""

import argparse
import re
import signal as signals_of_the_system
import sys
from datetime import datetime, timedelta, timezone
from uuid import uuid4

from confluent_kafka import Consumer, KafkaException
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

flags = argparse.ArgumentParser(description=__doc__)
flags.add_argument("--brokers", default="localhost:9092")
flags.add_argument("--registry", default="http://localhost:8081/apis/ccompat/v7")
flags.add_argument("--prefix", default="", help="of the topics, with its dot")
flags.add_argument("--mode", default="live", help="live, paper, sim or replay")
flags.add_argument("--max-status-age", type=float, default=30, help="seconds")
flags.add_argument("--max-data-age", type=float, default=90, help="seconds")
flags = flags.parse_args()

MAX_STATUS_AGE = timedelta(seconds=flags.max_status_age)
MAX_DATA_AGE_MS = flags.max_data_age * 1_000
MAX_CLOCK_ERROR = timedelta(seconds=5)

status = None
status_came = None


def clock():
    """What time it is: now; where the market is simulated or replayed, the time of the newest status."""
    return now() if flags.mode in ("live", "paper") else status["time"]


def why_stopped():
    """Why no signal may be acted on. A field that is missing ends the bot: that stops, too."""
    if status is None:
        return f"no status of mode {flags.mode} yet"
    silent = now() - status_came
    if silent > MAX_STATUS_AGE:
        return f"no status for {seconds(silent)}"
    age = clock() - status["time"]
    if age > MAX_STATUS_AGE:
        return f"the status is {seconds(age)} old"
    if age < -MAX_CLOCK_ERROR:
        return f"this machine's clock is {seconds(-age)} behind"
    if status["state"] != "RUNNING":
        return f"the desk is {status['state']}: {status['reason']}"
    data_ms, stalest_ms = status["data_age_ms"], status["stalest_age_ms"]
    if data_ms is None or stalest_ms is None:
        return "there was no price yet"
    if data_ms > MAX_DATA_AGE_MS:
        return f"the newest price is {data_ms / 1_000:.0f} s old"
    if stalest_ms > MAX_DATA_AGE_MS:
        return f"{status['stalest_symbol']}: its price is {stalest_ms / 1_000:.0f} s old"
    return None


def why_refused(signal):
    if signal["mode"] != flags.mode:
        return f"its mode is {signal['mode']}"
    if stopped := why_stopped():
        return f"stopped: {stopped}"
    left = signal["valid_until"] - clock()
    return None if left >= timedelta(0) else f"it ended {seconds(-left)} ago"


def take(signal):
    if refused := why_refused(signal):
        return say(f"REFUSED {signal['id']}: {refused}")
    say(
        f"SIGNAL {signal['id']}: {signal['symbol']} {signal['direction']}"
        f" at about {signal['reference_price']}, take profit {signal['take_profit']},"
        f" stop loss {signal['stop_loss']}, {signal['leverage']}x"
    )


def now():
    return datetime.now(timezone.utc)


def seconds(time):
    return f"{time.total_seconds():.0f} s"


def say(line):
    print(line, flush=True)


# Without a time-out a registry that does not answer would hold the bot for ever.
registry = SchemaRegistryClient({"url": flags.registry, "timeout": 5})
decode = AvroDeserializer(registry, conf={"subject.name.strategy.type": "TOPIC"})
consumer = Consumer(
    {
        "bootstrap.servers": flags.brokers,
        # A group of its own, and nothing committed: each start begins with what comes from then on.
        "group.id": f"alphapulse-bot-{uuid4()}",
        "enable.auto.commit": False,
        "auto.offset.reset": "latest",
        # Records of transactions that were aborted never happened.
        "isolation.level": "read_committed",
    }
)
signals_topic = f"{flags.prefix}signals"
consumer.subscribe([signals_topic, f"{flags.prefix}status"])
for number in (signals_of_the_system.SIGINT, signals_of_the_system.SIGTERM):
    signals_of_the_system.signal(number, lambda *_: sys.exit(0))

told = None
try:
    while True:
        stopped = why_stopped()
        state = f"STOPPED: {stopped}" if stopped else "RUNNING"
        # Figures grow by the second: only another reason is news.
        news = re.sub(r"\d+", "", state)
        if news != told:
            say(state)
        told = news

        message = consumer.poll(0.25)
        if message is None or (not message.error() and message.value() is None):
            continue  # nothing came, or what carries the time only
        if message.error():
            if message.error().fatal():
                raise KafkaException(message.error())
            continue  # the client goes on by itself; if it cannot, the status grows old
        topic = message.topic()
        value = decode(message.value(), SerializationContext(topic, MessageField.VALUE))
        if topic == signals_topic:
            take(value)
        elif value["mode"] == flags.mode:
            status, status_came = value, now()
finally:
    consumer.close()
