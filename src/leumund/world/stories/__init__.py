"""Two stories that have happened to real companies, told with people who do not exist."""
