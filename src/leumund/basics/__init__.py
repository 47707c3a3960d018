"""Small nouns that every part shares. This folder imports nothing else of ours."""
