"""What is known of cases: questions, which record nothing."""
