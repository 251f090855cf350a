"""What deserves a look: findings and their state, who speaks, which clips to keep."""
