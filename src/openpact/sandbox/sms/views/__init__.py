"""The pages, one module a tab."""
