"""The objectives of a cycle: how far will each get?"""
