"""What Apache Avro for Python reads: takes [{"writer": …, "reader": …, "hex": ["…"]}] from standard input and prints the values of
each as JSON: bytes as {"hex": "…"}, values of unions as {"branch": …}, decimals, longs of 64 bits and other logical types as text, timestamp-millis as a number;
"refused" for what the library does not resolve."""

import datetime
import io
import json
import sys
import uuid

import avro.errors
import avro.io
import avro.schema

EPOCH = datetime.datetime(1970, 1, 1)


class Branch:
    """The library does not tell which branch of a union a value has."""

    def __init__(self, index, schema, value):
        self.index = index
        self.name = schema.fullname if isinstance(schema, avro.schema.NamedSchema) else schema.type
        self.value = value


class Reader(avro.io.DatumReader):
    def read_data(self, writers_schema, readers_schema, decoder):
        if is_union(readers_schema) and not is_union(writers_schema):
            return self.read_branch(writers_schema, readers_schema, decoder)
        return super().read_data(writers_schema, readers_schema, decoder)

    def read_union(self, writers_schema, readers_schema, decoder):
        return self.read_branch(writers_schema.schemas[decoder.read_long()], readers_schema, decoder)

    def _read_default_value(self, field_schema, default_value):
        value = super()._read_default_value(field_schema, default_value)
        return Branch(0, field_schema.schemas[0], value) if is_union(field_schema) else value

    def read_branch(self, written, readers_schema, decoder):
        """Into the branch that is the same, else the first that takes it: the library looks for no better one."""
        for index, each in sorted(enumerate(readers_schema.schemas), key=lambda branch: branch[1] != written):
            if each.match(written):
                return Branch(index, each, self.read_data(written, each, decoder))
        raise avro.errors.SchemaResolutionException("No branch", written, readers_schema)


def is_union(schema):
    return isinstance(schema, avro.schema.UnionSchema)


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
        inner = plain(value.value, schema[value.index], named)
        return None if inner is None else {value.name: inner}
    if isinstance(schema, str):
        schema = named.get(schema, {"type": schema})
    if schema.get("logicalType") in TEXTS:
        return TEXTS[schema["logicalType"]](value)
    kind = schema["type"]
    if schema.get("spillway.long") == "bigint":
        return str(value)
    if kind == "record":
        return {field["name"]: plain(value[field["name"]], field["type"], named) for field in schema["fields"]}
    if kind == "array":
        return [plain(each, schema["items"], named) for each in value]
    if kind == "map":
        return {key: plain(each, schema["values"], named) for key, each in value.items()}
    if isinstance(kind, (dict, list)):
        return plain(value, kind, named)
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def read(asked):
    writer, reader = (avro.schema.parse(json.dumps(without_times(asked[side]))) for side in ("writer", "reader"))
    named = {}
    learn(asked["reader"], named)
    for one in asked["hex"]:
        source = io.BytesIO(bytes.fromhex(one))
        try:
            value = Reader(writer, reader).read(avro.io.BinaryDecoder(source))
        except avro.errors.AvroException:
            yield "refused"
            continue
        assert source.read() == b"", f"bytes are left of {one}"
        yield plain(value, asked["reader"], named)


def main():
    json.dump([list(read(asked)) for asked in json.load(sys.stdin)], sys.stdout)


main()
