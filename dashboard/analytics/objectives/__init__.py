"""What do the key results of an objective bring together?"""
