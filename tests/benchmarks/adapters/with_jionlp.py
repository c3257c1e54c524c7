"""jionlp: amounts and times with spans; places as names without spans, which are looked up in the text."""

from serve import serve, text_of

BASE = {"year": 2020, "month": 6, "day": 30}  # a time that it may measure relative ones from; else it looks at the clock


def load():
    """`currency`, `time`, `place`."""
    import jionlp

    def currency(text):
        found = jionlp.ner.extract_money(text, with_parsing=True)
        return [(*item["offset"], *money(item["detail"])) for item in found]

    def time(text):
        return [(*item["offset"], None, None, "") for item in jionlp.ner.extract_time(text, time_base=BASE, with_parsing=False)]

    def place(text):
        found = jionlp.recognize_location(text)
        names = set()
        for (parts, _) in found["domestic"] or []:
            names.update(name for name in parts if name)
        names.update(found["others"] or {})
        return [(at, at + len(name), None, None, "") for name in names for at in places_of(text, name)]

    return {"currency": currency, "time": time, "place": place, "all": lambda text: [*currency(text), *time(text), *place(text)]}


def money(detail):
    """(value, high end, unit) of a parsed amount; a blurred one gives two numbers too."""
    number = detail["num"]
    low, high = number if isinstance(number, list) else (number, None)
    return text_of(low), text_of(high), detail["case"]


def places_of(text, name):
    """Where a name stands in the text; without its last character where the whole name does not."""
    for said in (name, name[:-1]):
        starts = [at for at in range(len(text)) if text.startswith(said, at)] if len(said) > 1 else []
        if starts:
            return starts
    return []


if __name__ == "__main__":
    serve(load, ["jionlp"])
