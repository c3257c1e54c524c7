"""This project, asked as its peers are: what a whole conversion finds, by field."""

from serve import serve

FIELDS = {
    "number": {"households", "persons", "count", "multiple", "percentage", "amount", "area", "length", "mass", "volume", "energy", "power", "duration", "age"},
    "percent": {"percentage"}, "currency": {"amount"},
    "dimension": {"amount", "area", "length", "mass", "volume", "energy", "power", "age", "duration", "count", "persons", "households"},
    "measures": {"area", "length", "mass", "volume", "energy", "power", "age"},
    "time": {"time"}, "place": {"place"},
}


def load():
    """A function for each field."""
    from extract.pipeline import convert_source
    from extract.records import Source

    def finder(kinds):
        def find(text):
            facts = convert_source(Source("text", text)).facts
            return [(f.start, f.end, *(None if v is None else str(v) for v in (f.value, f.value_max)), f.unit) for f in facts if f.kind in kinds]

        return find

    finders = {field: finder(kinds) for field, kinds in FIELDS.items()}
    finders["all"] = finder(set().union(*FIELDS.values()))
    return finders


if __name__ == "__main__":
    serve(load, [])
