"""The project list: what comes of resources and demands, who takes part, what it costs and what it brought."""
