"""What of the contract has been promised to apps: the last released contract, what changed since, and what goes when.

``released.graphql`` is the contract that apps rely on, without its descriptions. ``declared.toml`` says of each breaking change
since then what to do instead; a check refuses any that is not declared. ``gongzhi contract release`` makes the present contract
the released one and writes what changed into ``docs/api/CHANGELOG.md``.
"""
