"""cn2an: the value of a numeral that is handed to it. It finds none in a text: `transform` gives no positions."""

from serve import serve


def load():
    """`value of`: the whole text is the numeral."""
    import cn2an

    def value(text):
        try:
            said = str(cn2an.cn2an(text, "smart"))
        except ValueError:  # percentages and fractions are known to `transform` only
            said = cn2an.transform(text, "cn2an").rstrip("%")
        return [(0, len(text), said, None, "")]

    return {"value of": value, "all": lambda text: cn2an.transform(text, "cn2an") and []}


if __name__ == "__main__":
    serve(load, ["cn2an"])
