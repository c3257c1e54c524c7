"""thulac: words with parts of speech; its places are words tagged ns, its times words tagged t."""

from serve import serve


def load():
    """`place`, `time`, `words`."""
    import thulac

    model = thulac.thulac()
    bare = thulac.thulac(seg_only=True)

    def tagged(wanted):
        def find(text):
            mentions, position = [], 0
            for word, tag in model.cut(text):
                at = text.find(word, position)  # it leaves blanks out
                if at >= 0:
                    position = at + len(word)
                    if tag == wanted:
                        mentions.append((at, position, None, None, ""))
            return mentions

        return find

    return {"place": tagged("ns"), "time": tagged("t"), "words": lambda text: bare.cut(text) and [], "all": tagged("ns")}


if __name__ == "__main__":
    serve(load, ["thulac"])
