"""What Apache Avro for Python reads: takes [{"schema": …, "hex": ["…"]}] from standard input and prints the values of each as
JSON: bytes as {"hex": "…"}, decimals and other logical types as text, timestamp-millis as a number."""

import datetime
import io
import json
import sys
import uuid

import avro.io
import avro.schema

EPOCH = datetime.datetime(1970, 1, 1)


class Branch:
    """The library does not tell which branch of a union a value has."""

    def __init__(self, index, value):
        self.index = index
        self.value = value


class Reader(avro.io.DatumReader):
    def read_union(self, writers_schema, readers_schema, decoder):
        index = decoder.read_long()
        chosen = writers_schema.schemas[index]
        return Branch(index, self.read_data(chosen, chosen, decoder))


def without_times(part):
    """Python's times end in the year 9999 and know no nanoseconds: numbers come out, and text is made of them here."""
    if isinstance(part, list):
        return [without_times(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {key: without_times(value) for key, value in part.items()}
    if kept.get("logicalType") != "decimal":
        kept.pop("logicalType", None)
    return kept


def learn(part, named):
    if isinstance(part, list):
        for each in part:
            learn(each, named)
    elif isinstance(part, dict):
        if part.get("type") in ("record", "enum", "fixed"):
            named[part["name"]] = part
        for each in part.values():
            learn(each, named)


def clock(units, digits):
    whole, fraction = divmod(units, 10**digits)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{fraction:0{digits}}"


def moment(units, digits):
    days, rest = divmod(units, 86_400 * 10**digits)
    return f"{(EPOCH + datetime.timedelta(days=days)).date().isoformat()}T{clock(rest, digits)}"


def duration(raw):
    months, days, millis = (int.from_bytes(raw[at : at + 4], "little") for at in (0, 4, 8))
    return f"P{months}M{days}DT{millis // 1000}.{millis % 1000:03}S"


def big_decimal(raw):
    decoder = avro.io.BinaryDecoder(io.BytesIO(raw))
    unscaled = int.from_bytes(decoder.read_bytes(), "big", signed=True)
    scale = decoder.read_int()
    digits = str(abs(unscaled)).rjust(scale + 1, "0")
    text = digits if scale == 0 else f"{digits[:-scale]}.{digits[-scale:]}"
    return f"-{text}" if unscaled < 0 else text


TEXTS = {
    "date": lambda value: (EPOCH + datetime.timedelta(days=value)).date().isoformat(),
    "time-millis": lambda value: clock(value, 3),
    "time-micros": lambda value: clock(value, 6),
    "timestamp-micros": lambda value: moment(value, 6) + "Z",
    "timestamp-nanos": lambda value: moment(value, 9) + "Z",
    "local-timestamp-millis": lambda value: moment(value, 3),
    "local-timestamp-micros": lambda value: moment(value, 6),
    "local-timestamp-nanos": lambda value: moment(value, 9),
    "duration": duration,
    "big-decimal": big_decimal,
    "decimal": lambda value: format(value, "f"),
    "uuid": lambda value: str(uuid.UUID(bytes=value)) if isinstance(value, bytes) else value,
}


def plain(value, schema, named):
    if isinstance(value, Branch):
        return plain(value.value, schema[value.index], named)
    if isinstance(schema, str):
        schema = named.get(schema, {"type": schema})
    if schema.get("logicalType") in TEXTS:
        return TEXTS[schema["logicalType"]](value)
    kind = schema["type"]
    if kind == "record":
        return {field["name"]: plain(value[field["name"]], field["type"], named) for field in schema["fields"]}
    if kind == "array":
        return [plain(each, schema["items"], named) for each in value]
    if kind == "map":
        return {key: plain(each, schema["values"], named) for key, each in value.items()}
    if isinstance(kind, (dict, list)):
        return plain(value, kind, named)
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def main():
    answers = []
    for asked in json.load(sys.stdin):
        schema = avro.schema.parse(json.dumps(without_times(asked["schema"])))
        named = {}
        learn(asked["schema"], named)
        values = []
        for one in asked["hex"]:
            source = io.BytesIO(bytes.fromhex(one))
            values.append(plain(Reader(schema, schema).read(avro.io.BinaryDecoder(source)), asked["schema"], named))
            assert source.read() == b"", f"bytes are left of {one}"
        answers.append(values)
    json.dump(answers, sys.stdout)


main()
