"""Partners beside each other: rates, and one that a person takes as a finding."""
