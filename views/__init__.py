"""Pages: clients of the schema, each with a document of its own beside its template."""
