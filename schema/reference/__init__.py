"""The contract as somebody reads it who writes an app: by concept, with scopes, refusals and examples.

Everything here is made of the schema itself and of the documents in ``docs/api/examples``; nothing is written twice.
"""
