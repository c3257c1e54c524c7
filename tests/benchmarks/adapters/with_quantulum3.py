"""quantulum3: quantities of English text; Chinese text is handed to it as it is, as it has no other language."""

from serve import serve


def load():
    """`number`, `percent`, `currency`, `dimension`: whatever it finds."""
    from quantulum3 import parser

    def find(text):
        return [(*found.span, str(found.value), None, found.unit.name) for found in parser.parse(text)]

    return {"number": find, "percent": find, "currency": find, "dimension": find, "all": find}


if __name__ == "__main__":
    serve(load, ["quantulum3"])
