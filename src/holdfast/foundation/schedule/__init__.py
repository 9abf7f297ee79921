"""What is done again and again, and when it was done last. Knows no other area: jobs are handed to it."""
