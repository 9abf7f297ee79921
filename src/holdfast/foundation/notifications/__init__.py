"""Who is told what, how, and whether it arrived.

`operations.tell` is a step inside another area's operation: it writes notices (seen in Holdfast) and mail (the outbox)
in the same transaction as what they tell of. `holdfast tick` sends what the outbox holds and builds the digests.
"""
