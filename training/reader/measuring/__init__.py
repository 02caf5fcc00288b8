"""What a trained reader is worth behind retrieval: what evaluate.py is made of."""
