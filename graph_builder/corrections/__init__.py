"""What staff correct comes back: ledgers read, put together and placed; decisions kept and replayed.

collect.collect(decided, ledgers)      what people typed, and the decisions that follow from it
replay.Replay(decisions)               given to the pipeline: applied before names are resolved
merge.place(notes, graph, questions)   typed cells at their rows, for the writer of the ledger

Import the modules themselves: the texts of `cells` are wanted where openpyxl is not.
"""
