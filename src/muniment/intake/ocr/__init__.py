"""Words in pictures: recognised in the jail, with what there is to doubt about them."""
