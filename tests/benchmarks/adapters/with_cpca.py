"""cpca: provinces, prefectures and counties of a text with the positions of their first characters."""

from serve import serve

LEVELS = (("省", "省_pos"), ("市", "市_pos"), ("区", "区_pos"))


def load():
    """`place`."""
    import cpca

    def place(text):
        found = set()
        for row in cpca.transform_text_with_addrs(text, pos_sensitive=True).to_dict("records"):
            for level, position in LEVELS:
                name, at = row[level], int(row[position])
                if at >= 0 and isinstance(name, str):
                    found.add((at, at + said(text, at, name)))
        return [(start, end, None, None, "") for start, end in sorted(found)]

    return {"place": place, "all": place}


def said(text, at, name):
    """How many characters of a name the text says from a position on."""
    length = 0
    while length < len(name) and text[at + length:at + length + 1] == name[length]:
        length += 1
    return length


if __name__ == "__main__":
    serve(load, ["cpca"])
