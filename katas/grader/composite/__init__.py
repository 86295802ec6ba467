"""A kind of submission: several meters of one key, which decide together.

The members are the grader's own, of any algorithm. They note what they are asked (`members`), and `contract` judges by
that as well as by the answers.
"""
