"""The engine: how a document becomes one SQL statement and an action becomes an event.

Nothing here knows a concept of the domain; the concepts beside this package import it, never the other way round.
"""
