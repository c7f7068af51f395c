"""Training of the name recogniser; needs the extra ``train``, nothing that runs in use imports it."""
