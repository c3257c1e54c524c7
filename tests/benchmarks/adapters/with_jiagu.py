"""jiagu: words and named entities; its places are entities tagged LOC."""

from serve import serve


def load():
    """`place`."""
    import jiagu

    def place(text):
        words = jiagu.seg(text)
        mentions, position, start = [], 0, None
        for word, tag in zip([c for word in words for c in word], jiagu.ner([c for word in words for c in word])):
            at = text.index(word, position)
            if tag.startswith("B-LOC"):
                start = at
            elif not tag.startswith("I-LOC") and start is not None:
                mentions.append((start, position, None, None, ""))
                start = None
            position = at + len(word)
        return mentions

    return {"place": place, "all": place}


if __name__ == "__main__":
    serve(load, ["jiagu"])
