"""What is known of calls and complaints that were taken in."""
