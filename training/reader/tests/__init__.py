"""Tests of the parts that need neither torch nor transformers. Run in the folder above: python3 -m unittest"""
