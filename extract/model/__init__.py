"""Training of the place extractor; nothing of it is needed to convert documents.

    python -m extract.model train CORPUS... --out patterns/place_model.crfsuite

Weak labels come from the rules on a folder of public official documents, names are swapped for others from the
gazetteer, and the sentences of `patterns/place_train.txt` teach what is a name and what only sounds like one.
"""
