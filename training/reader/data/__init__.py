"""From public question sets to token sequences: what prepare.py is made of."""
