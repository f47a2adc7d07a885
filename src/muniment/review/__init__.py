"""Who reads what next, what people say of it, ranking, recall certificates, and what is overtaken."""
